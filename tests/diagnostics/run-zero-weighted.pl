# a division by zero in a weight of a mean
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output figures: mean(y weighted by 1 / x) as "t"
