# a division by zero in where a value is
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
let a = y where y / x > 0
output code, a where y / x > 0
