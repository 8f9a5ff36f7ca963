# a quota that is not one
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, take(x, y by x highest first) as "t"
