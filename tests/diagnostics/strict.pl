# warnings are errors when the run is strict
dataset place
  key code
  field v number
field w number
output code, v
