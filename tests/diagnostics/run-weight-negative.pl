# a weight below 0
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output figures: mean(x weighted by y) as "t"
