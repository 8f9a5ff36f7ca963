# a value that a function cannot take
dataset place
  key code
  field v number
output code, clamp(v, 5, 15 - v) as "c"
