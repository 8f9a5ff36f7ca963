# the date of the run is a figure
dataset place
  key code
  field opened date
let age = years_between(opened, as_of)
output code, age, opened < as_of as "open"
output figures: as_of
