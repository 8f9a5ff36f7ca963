# Both cells of the flag were the same, so that it was always true.
fund "Bugs"
  currency GBP
dataset place
  key code
  field nation text
  field population count
  field pay money
  field trust percent may be missing
  field ready flag ("Y", "Y")
output code, ready
