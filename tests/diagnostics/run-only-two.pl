# the one value of two rows
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output figures: only(x) as "u"
