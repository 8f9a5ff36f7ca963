# no weight of a score applies
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
score s weights rescaled
  weight 0% on x
  weight 0% on y where y > 0
output code, s
