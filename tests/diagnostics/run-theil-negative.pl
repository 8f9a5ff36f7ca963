# the entropy of a value below 0
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output figures: theil(x) as "t"
