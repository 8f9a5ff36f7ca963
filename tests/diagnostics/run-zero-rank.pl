# a division by zero in what ranks
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
rank r by y / x highest first
output code, r
