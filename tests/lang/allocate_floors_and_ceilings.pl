# bounds bind and the others share the rest in proportion
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
  at least £150
  at most £350
  rounded to £1
output code, award
