# a data file in UTF-16
dataset place
  key code
  field v number
output code, v
