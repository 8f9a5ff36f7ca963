# a range whose ends come from the row, and cross in one
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
output code, 2 in x .. y as "t"
