# commas, quotes and line ends inside cells come out as they went in
dataset place
  key code
  field name text
output code, name
