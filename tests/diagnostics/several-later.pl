# what parses and does not run yet, and money without a currency
fund "F"
  years begin 04-01
  currency GPB
dataset place
  key code
  field people count
  field income money
param price = £3
let y = 2026-27
allocate a share £100 in proportion to people
rank r by people highest first
output code, a, y, r
