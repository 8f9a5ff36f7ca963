# The power of money was counted without an end, beyond what an int holds, and a score of such money was printed.
fund "Bugs"
  currency GBP
dataset place
  key code
  field nation text
  field population count
  field pay money
  field trust percent may be missing
let a = pay ^ 8 / £1
let b = a ^ 8
let c = b * b
score square weight 100% on pay ^ 2
