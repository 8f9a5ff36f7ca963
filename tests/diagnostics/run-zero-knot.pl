# a division by zero in where a point of a taper is
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, taper(1 / x, 0 -> 1, 9 -> 2) as "t"
