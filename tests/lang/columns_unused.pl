# cells of a column that nothing uses are not judged
dataset place
  key code
  field v number
  field w number
output code, v
