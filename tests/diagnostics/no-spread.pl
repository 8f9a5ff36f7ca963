# places that are all alike
dataset place
  key code
  field v number
output code, zscore(v where v = 10) as "z"
