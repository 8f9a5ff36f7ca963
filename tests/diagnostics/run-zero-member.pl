# a division by zero in a member of a list
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, 3 in (1, y / x) as "t"
