# A value may take 16,384 bits; what an operation comes to on the way may take more.
fund "F"
  currency GBP
dataset place
  key   code
  field x number
output figures: average(2^16382, 2^16382) / 2^16380 as "mean", taper(0, -2^9000 -> 0, 2^9000 -> 2^9000) / 2^9000 as "taper", 10^4930 as percent as "percent"
output code, minmax((if code = "a" then 1 / 3^5100 else 1 / 7^2900) * 1) as "minmax"
