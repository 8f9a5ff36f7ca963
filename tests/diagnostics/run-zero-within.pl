# a division by zero in a tolerance
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
compare y with x within 1 / min(x)
output code
