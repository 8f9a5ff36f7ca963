# a division by zero in who has a share
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
allocate a share 10 where y / x > 0 in proportion to y rounded to 1
output code, a
