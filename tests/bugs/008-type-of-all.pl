# A bare 0 fits money, and a number next to it was let in with the money. A param of 0 can be set to something else.
fund "Bugs"
  currency GBP
dataset place
  key code
  field nation text
  field population count
  field pay money
  field trust percent may be missing
param zero = 0
score s weight 50% on 0 weight 25% on pay weight 25% on 3
set amounts = (0, £5, 3)
output code, taper(population, 1 -> £5, 2 -> 0, 3 -> 3) as "taper", pay + zero as "sum", pay in amounts as "in", s
