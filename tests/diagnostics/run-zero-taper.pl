# a division by zero in a point of a taper
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, taper(y, 0 -> 1 / x, 9 -> 2) as "t"
