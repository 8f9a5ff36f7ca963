# a unit that turns out to be 0
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, round(x to min(y)) as "t"
