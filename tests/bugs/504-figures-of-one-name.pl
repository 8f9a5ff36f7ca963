# In JSON all figures are members of one object, each name once.
fund "F"
  currency GBP
dataset place
  key   code
  field x number
output figures: sum(x) as "q"
output figures: max(x) as "q", min(x) as "q (2)"
output figures: mean(x) as "q"
