# a division by zero in which rows are printed
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code where y / x > 0
