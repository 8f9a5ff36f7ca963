# a division by zero in the end of a range
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, 3 in 0 .. y / x as "t"
