# A missing x does not hide the error of the unit.
fund "F"
  currency GBP
dataset place
  key   code
  field x number
  field y number may be missing
output code, round(y to 1 / (sum(x) - 3)) as "q"
