# a root of a value below 0, by its name
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, sqrt(x) as "t"
