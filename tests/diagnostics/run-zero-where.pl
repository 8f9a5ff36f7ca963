# a division by zero in which rows are counted
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output figures: count(place where y / x > 0) as "t", sum(y where y / x > 0) as "u"
