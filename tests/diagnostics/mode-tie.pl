# a mode that two values share
dataset place
  key code
  field v number
output figures: mode(v where code != "C")
