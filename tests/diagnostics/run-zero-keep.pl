# a division by zero in what keeps a row
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
keep where y / x > 0
output code, x, y
