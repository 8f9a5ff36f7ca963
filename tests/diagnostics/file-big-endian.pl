# a file in UTF-16, the high byte first
dataset place
  key code
output code
