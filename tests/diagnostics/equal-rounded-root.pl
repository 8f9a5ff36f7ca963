# a check for equality of rounded roots
dataset place
  key code
  field v number
check sqrt(2) ^ 2 = 2
output code
