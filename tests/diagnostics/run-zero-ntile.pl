# a division by zero in a number of groups
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, ntile(1 / min(x) by y highest first) as "t"
