# in is missing where an operand is, be it what is looked for, a member or the end of a range.
fund "F"
  currency GBP
dataset place
  key   code
  field x number
  field y number may be missing
output code, x in (y, 3) as "member", x in (3, y) as "later", x not in (0 .. y) as "range", y in (2, 4) as "y"
