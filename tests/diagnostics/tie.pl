# places that tie at a cut
dataset place
  key code
  field v number
output code, take(v, 15 by v lowest first) as "t"
