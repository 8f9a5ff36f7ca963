# functions that place each row among the others
dataset place
  key code
  field v number
output code, minmax(v) as "mm", share(v) as "sh", percentile_rank(v) as "pr", cumulative(v by v highest first) as "cu", zscore(v where v <= 10) with 3 decimals as "z"
