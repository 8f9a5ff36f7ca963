# a byte order mark, ends of lines as Windows writes them, blank lines at the end
dataset place
  key code
  field v number
output code, v
