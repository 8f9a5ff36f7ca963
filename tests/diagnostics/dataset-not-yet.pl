# of the ways to say which rows a dataset has, this version runs one
dataset place
  key code
  field region text
  row "a", "North"
  row "b", "South"
dataset region
  groups place by region
  field name text
output code
