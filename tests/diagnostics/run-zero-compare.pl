# a division by zero in what is compared
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
compare y with y / x
output code
