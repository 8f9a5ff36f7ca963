# a division by zero in what a score adds up
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
score s
  weight 100% on y / x
output code, s
