# a number of groups that turns out not to be whole
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, ntile(min(y) by x highest first) as "t"
