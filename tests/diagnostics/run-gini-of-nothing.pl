# how unequal nothing is
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output figures: gini(x) as "t"
