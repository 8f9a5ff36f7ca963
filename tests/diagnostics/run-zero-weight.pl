# a division by zero in a weight
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
allocate a share 10 in proportion to y / x rounded to 1
output code, a
