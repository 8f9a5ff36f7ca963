# A running total has the terms that a sum has, so its last value is the sum, also where terms are rounded.
fund "F"
  currency GBP
dataset place
  key   code
  field x count
let term = 1 / x^700
output code, cumulative(term by x highest first) = sum(term) as "all"
