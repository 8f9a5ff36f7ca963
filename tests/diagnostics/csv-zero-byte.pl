# a zero byte in a cell
dataset place
  key code
  field v text
output code, v
