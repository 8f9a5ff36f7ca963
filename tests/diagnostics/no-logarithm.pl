# a logarithm of nothing
dataset place
  key code
  field v number
output code, ln(10 - v) as "l"
