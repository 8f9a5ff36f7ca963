# a number of too many digits
dataset place
  key code
  field v number
output code, v ^ 9_999 as "p"
