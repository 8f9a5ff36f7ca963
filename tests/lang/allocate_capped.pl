# capped money is not shared among the others
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
  in proportion to people
  at most £250
  capped money stays unspent
  rounded to £1
output code, award
output figures: unspent(award)
