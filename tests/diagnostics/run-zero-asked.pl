# a division by zero in where a comparison asks
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
compare y with x where y / x > 0
output code
