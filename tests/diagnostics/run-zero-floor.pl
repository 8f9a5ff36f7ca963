# a division by zero in a floor
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
allocate a share 10 in proportion to y at least 1 / x rounded to 1
output code, a
