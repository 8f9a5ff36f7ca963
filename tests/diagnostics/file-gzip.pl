# a file that is packed
dataset place
  key code
output code
