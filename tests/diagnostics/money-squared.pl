# money times money cannot be printed
fund "Shares"
  currency GBP
param a = £3
output figures: a * £4, 1 / a, sqrt(a)
