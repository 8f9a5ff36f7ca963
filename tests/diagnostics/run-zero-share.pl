# a division by zero in the amount shared
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
allocate a share 10 / min(x) in proportion to y rounded to 1
output code, a
