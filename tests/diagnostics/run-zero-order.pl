# a division by zero in what orders the rows
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code by y / x highest first
