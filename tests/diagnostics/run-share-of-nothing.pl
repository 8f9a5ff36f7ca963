# shares of a sum of 0
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, share(x) as "t"
