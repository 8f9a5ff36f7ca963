# the last `from` that is not after the day counts, in whatever order they are written; `to under` leaves its end out
fund "F"
  currency CHF
param rate = 5%
  from 2028-04-01: 8%
  from 2026-04-01: 6%
  from 2027-04-01: 7%
  from 2025-04-01: 4%
param low = 3 within 3 to under 4
param high = CHF 4 within CHF 3 .. CHF 4
param floor = CHF 2
output figures: rate, low, high, floor
