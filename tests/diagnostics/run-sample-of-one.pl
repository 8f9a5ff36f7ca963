# the spread of a sample of one
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output figures: sd(x using sample) as "t"
