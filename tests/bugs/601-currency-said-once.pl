# A currency that does not exist was reported, and then every amount with a sign as money of another currency.
fund "F"
  currency GPB
param price = £3
param other = GPB 4
output figures: price, other
