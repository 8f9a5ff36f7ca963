# a part of a quantile that turns out to be above 100%
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output figures: quantile(x, max(y)) as "t"
