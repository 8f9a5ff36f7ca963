# a dataset before the dot, outside a whole-table function
dataset place
  key code
  field v number
output code, place.v
