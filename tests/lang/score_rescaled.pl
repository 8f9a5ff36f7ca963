# weights rescaled among the parts that apply and are known
dataset place
  key code
  field a number may be missing
  field b number
  field coastal flag
score s
  weights rescaled
  weight 3 on a
  weight 1 on b
  weight 4 on 10 where coastal
output code, s
