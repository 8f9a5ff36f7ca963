# how unequal nobody is
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output figures: gini(x weighted by y) as "t"
