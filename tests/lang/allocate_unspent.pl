# what ceilings leave over stays unspent, and a second allocation shares it
fund "Shares"
  currency GBP
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
allocate first
  share £1_000.50
  in proportion to people
  at most £150
  rounded to £1
  leave the rest unspent
allocate second
  share unspent(first)
  where region = "South"
  rounded to £0.50
output code, first, second
output figures: unspent(first), unspent(second), sum(first) + sum(second) as "both"
