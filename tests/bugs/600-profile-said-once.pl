# A profile of missing values that does not exist was reported once for every field of the dataset.
dataset place
  key code
  missing means census
  field name text
  field people count
output code, name, people
