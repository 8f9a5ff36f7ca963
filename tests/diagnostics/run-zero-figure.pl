# a division by zero in what a check of figures asks
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
check 1 / min(x) > 0
output code
