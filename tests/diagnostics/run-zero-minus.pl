# a division by zero in what is negated, raised or compared
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, -(1 / x) as "t"
