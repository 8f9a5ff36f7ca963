# a score adds its weighted parts exactly
dataset place
  key code
  field v number
score s
  weight 70% on v
  weight 0.3 on v * 10
score t
  weights add up to 3
  weight 1 on v
  weight 2 on 0.1
output code, s, t
