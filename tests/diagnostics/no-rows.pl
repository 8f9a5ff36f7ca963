# a mean over no rows
dataset place
  key code
  field v number
output figures: mean(v where v > 100)
