# measures of inequality of a small table
dataset place
  key code
  field v number
output figures: gini(v), hoover(v), ratio_90_10(v)
