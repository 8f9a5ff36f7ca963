fund "Place Renewal Fund
  currency GBP
param budget = £4m "All the money
param other = £3m
