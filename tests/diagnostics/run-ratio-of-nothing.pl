# a ratio to a tenth that has nothing
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output figures: ratio_90_10(x) as "t", cv(x) as "u"
