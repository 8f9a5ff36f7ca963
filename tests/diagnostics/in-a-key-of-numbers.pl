# a key that is a count is no text
dataset place
  key code
  field code count
  field name text
let known = name in place
output code, known
