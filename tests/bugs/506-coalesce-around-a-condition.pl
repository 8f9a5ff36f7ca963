# Inside coalesce a whole-table function around a value that does not exist has none either, also by its condition.
fund "F"
  currency GBP
dataset place
  key   code
  field x number
output figures: coalesce(count(place where x > mean(x where code = "z")), 7) as "count"
output code, coalesce(sum(x weighted by mean(x where code = "b" per x) per x), 8) as "sum", coalesce(rank(by max(x where code = "a" per x) highest first per x), 9) as "rank"
