# a number of bands that turns out to be 0
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, bands(min(y) by x highest first) as "t"
