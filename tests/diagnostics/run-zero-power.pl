# a division by zero in an exponent
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, 2 ^ (1 / x) as "t"
