# clauses that exclude each other
fund "Shares"
  currency GBP
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
allocate award
  share £1_000
  scale floors to fit
  leave the rest unspent
  capped money stays unspent
score s
  weights rescaled
  weights add up to 3
  weight 1 on people
output code, award, s
