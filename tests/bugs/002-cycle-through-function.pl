# The round goes through the function and the row value x, not through the param x.
fund "Bugs"
  currency GBP
dataset place
  key code
  field nation text
  field population count
  field pay money
  field trust percent may be missing
param x = 1
function more(a) = a + x
let x = more(1)
output code, x
