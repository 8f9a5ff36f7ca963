# fields parted by bars
dataset place
  key code
  field people count
  field name text
output code, people, name
