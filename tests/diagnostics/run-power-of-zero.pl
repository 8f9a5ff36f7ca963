# 0 to a power below 0
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, x ^ y as "t"
