# a key of two columns is no text
dataset place
  key code, year
  field name text
let known = name in place
output code, known
