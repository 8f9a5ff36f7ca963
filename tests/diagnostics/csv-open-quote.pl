# a quoted cell that never ends
dataset place
  key code
  field v number
output code, v
