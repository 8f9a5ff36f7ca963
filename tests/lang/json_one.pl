# one output as JSON: missing values are null, digits as in CSV
dataset place
  key code
  field v number may be missing
output code, v, v > 1 as "more", 1 / 3 as "third"
