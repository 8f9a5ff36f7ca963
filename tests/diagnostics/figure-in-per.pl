# a figure that cannot group
dataset place
  key code
  field v number
param n = 1
output code, sum(v per n) as "s"
