# a division by zero in what is looked at in each row
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, share(y / x) as "t"
