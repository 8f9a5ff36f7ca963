# cells separated by semicolons
dataset place
  key code
  field v number
output code, v
