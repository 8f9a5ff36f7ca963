# A variance that takes too many bits is not a column without spread, which coalesce would settle.
fund "F"
  currency GBP
dataset place
  key   code
  field x number
output code, coalesce(zscore(x * 2^9000), 0) as "z"
