# a division by zero in where a part of a score counts
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
score s weights rescaled
  weight 50% on y where y / x > 0
  weight 50% on x
output code, s
