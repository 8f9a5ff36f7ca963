# a division by zero in what an if asks
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, (if y / x > 1 then 1 else 2) as "t"
