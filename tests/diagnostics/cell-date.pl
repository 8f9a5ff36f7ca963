# dates that do not exist, or could be two days
dataset place
  key code
  field opened date
output code, opened
