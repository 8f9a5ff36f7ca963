# a division by zero in what else there is
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, coalesce(y / x, 2) as "t"
