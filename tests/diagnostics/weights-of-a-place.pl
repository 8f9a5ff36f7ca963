# weights that do not add up for one place
dataset place
  key code
  field v number
score s
  weight 60% on v
  weight 40% on v where v < 15
output code, s
