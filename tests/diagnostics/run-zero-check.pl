# a division by zero in what a check asks
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
check y / x > 0
output code
