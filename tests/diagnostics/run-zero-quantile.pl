# a division by zero in the part of a quantile
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output figures: quantile(y, 1 / min(x)) as "t"
