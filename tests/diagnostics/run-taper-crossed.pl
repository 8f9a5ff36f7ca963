# points of a taper that come from the row, and do not go up in one
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, taper(2, x -> 0, y -> 1) as "t"
