# the keys of the dataset are a set: a parent that is no row itself is found out
dataset place
  key   code
  field parent text
  field people count
  keep where people > 0 "nobody lives there"
rule whole when parent in place
rule broken when parent not in place
output code, whole, broken
