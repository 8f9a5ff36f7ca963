# a tolerance that turns out to be below 0
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
compare x with y within min(y)
output code
