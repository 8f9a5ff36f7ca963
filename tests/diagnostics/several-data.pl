# clauses of a dataset that do not fit their field
fund "F"
  currency GBP
dataset place
  key code
  thousands "-"
  field code text may be missing
  field name text ("a", "b")
  field share percent may be missing if missing use 5%
  field people count in units of £1_000
  field rate percent in units of 1_000
  field height number in units of 0
  field income money in units of 1_000
  field opened date if missing use 3
  field size number missing means census
output code
