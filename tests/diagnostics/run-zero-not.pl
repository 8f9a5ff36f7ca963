# a division by zero in what is denied
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, not (y / x > 1) as "t"
