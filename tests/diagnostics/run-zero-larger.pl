# a division by zero in one of several
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, larger(1, y / x) as "t"
