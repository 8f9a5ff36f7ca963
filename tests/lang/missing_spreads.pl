# what is computed from a missing value is missing, until it is settled
dataset place
  key code
  field x number may be missing
let filled = coalesce(x, 1)
let careful = if x is not missing then x * 2 else 0
output code, x + 1 as "sum", x > 3 as "more", -x as "minus", larger(x, 5) as "larger", filled, careful, x in 1 .. 4 as "within"
