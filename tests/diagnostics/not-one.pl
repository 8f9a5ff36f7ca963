# several values where one is wanted
dataset place
  key code
  field v number
output figures: only(v where v = 10), mode(v)
