# a power of e beyond all bounds
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, exp(x) as "t"
