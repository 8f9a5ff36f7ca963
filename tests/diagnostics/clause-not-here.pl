# clauses that a function does not take
dataset place
  key code
  field v number
output figures: median(v weighted by v) as "a", sum(v ties min) as "b", mean(v using type 6) as "c"
