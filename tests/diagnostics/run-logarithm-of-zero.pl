# a logarithm of 0
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, ln(y) as "t"
