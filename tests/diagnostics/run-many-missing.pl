# more cells are missing than are listed
dataset place
  key code
  field x count
output code, x
