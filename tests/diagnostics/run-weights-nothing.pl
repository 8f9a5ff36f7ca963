# weights that add up to 0
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output figures: mean(x weighted by y) as "t"
