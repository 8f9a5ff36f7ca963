# a division by zero in the key of a group
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
let k = round(y / x to 1)
output code, sum(y per k) as "t"
