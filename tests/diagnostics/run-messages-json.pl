# messages as JSON: places in the data, notes and helps
dataset place
  key code
  field x count
output code, x
