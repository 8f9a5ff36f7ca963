# a division by zero in a unit
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, round(y to 1 / min(x)) as "t"
