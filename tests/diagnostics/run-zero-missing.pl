# a division by zero in a text
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, (if 1 / x > 0 then "a" else "b") & "c" as "t"
