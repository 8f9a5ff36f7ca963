# a remainder of a division by 0
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, x mod y as "t"
