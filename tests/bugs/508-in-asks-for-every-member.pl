# Only and, or, if and coalesce leave operands alone.
fund "F"
  currency GBP
dataset place
  key   code
  field x number
output code, x in (0, 1 / x) as "q"
