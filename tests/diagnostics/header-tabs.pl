# fields parted by tabs
dataset place
  key code
  field people count
  field name text
output code, people, name
