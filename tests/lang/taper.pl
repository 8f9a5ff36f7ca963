# straight lines between the knots, flat outside
dataset place
  key code
  field v number
output code, taper(v, 0 -> 1, 10 -> 0.5, 20 -> 0) as "t", clamp(v, 2, 12) as "c", above(v, 5) as "a"
