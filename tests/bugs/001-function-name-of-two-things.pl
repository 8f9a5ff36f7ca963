# A function named a param in its body, and a field of that name was meant where it was called: the column was not read,
# and the run crashed. A cycle through such a name was not seen either.
fund "Bugs"
  currency GBP
dataset place
  key code
  field nation text
  field population count
  field pay money
  field trust percent may be missing
param population = 3
function more(a) = a + population
output code, more(1) as "more"
