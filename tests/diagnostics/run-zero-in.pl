# a division by zero in what is looked for, and in where
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, y / x in (1, 2) as "t"
