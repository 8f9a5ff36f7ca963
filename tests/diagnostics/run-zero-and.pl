# a division by zero in a condition of two
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, (y / x > 1 and y > 2) as "t", y > 1 and y / x > 1 as "u"
