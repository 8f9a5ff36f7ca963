# units that are not above zero
dataset place
  key code
  field v number
output code, round(v to 0) as "a", round(v to -1) as "b"
