# no spread to measure
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, minmax(x) as "t"
