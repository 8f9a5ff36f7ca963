# a variation around 0
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output figures: cv(x) as "u"
