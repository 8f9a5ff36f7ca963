# a division by zero in a quota
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, take(y, 1 / min(x) by y highest first) as "t"
