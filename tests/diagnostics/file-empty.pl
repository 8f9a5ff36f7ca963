# a data file of no bytes
dataset place
  key code
  field v number
output code, v
