# and, or, not of flags that may be missing
dataset place
  key code
  field x flag may be missing
  field y flag may be missing
output code, x and y as "and", x or y as "or", not x as "not", all of (x, y) as "all", any of (x, y) as "any", number of (x, y) as "number"
