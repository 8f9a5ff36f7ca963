# more columns than can be read
dataset place
  key code
  field v number
output code, v
