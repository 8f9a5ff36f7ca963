# a second dataset, and a dataset twice
dataset place
  key code
  field x number
dataset place
  key code, code
  field x number
dataset region
  key code
  field y number
  link home to place
output x
