# A missing x does not hide the error of a point.
fund "F"
  currency GBP
dataset place
  key   code
  field x number
  field y number may be missing
output code, taper(y, 0 -> 1, 9 -> 2 / x) as "q"
