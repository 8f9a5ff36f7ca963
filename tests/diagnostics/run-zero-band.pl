# a division by zero in what a band asks
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
band b
  when y / x > 1 then "a"
  otherwise "b"
output code, b
