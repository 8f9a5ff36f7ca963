# A parameter twice; and behind a dot stands a name of the dataset, never a parameter.
fund "Bugs"
  currency GBP
dataset place
  key code
  field nation text
  field population count
  field pay money
  field trust percent may be missing
function twice(a, a) = a
function level(a) = mean(place.a)
output figures: level(population) as "x"
