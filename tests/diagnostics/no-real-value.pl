# roots and logarithms that do not exist
dataset place
  key code
  field v number
output code, sqrt(10 - v) as "r"
