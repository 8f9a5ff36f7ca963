# `keep where` leaves no row. What is the same in every row was worked out at the first one, which is not there: since the
# first row of the band always holds, its other rows were looked at in vain, beyond the end of their column.
dataset place
  key code
  field height number
  keep where height > 100 "low"

band level
  when true then -689.08
  when height < 0.125 then 250
  otherwise take(height, 250 by height highest first, code lowest first)

output code, level, level >= level as "same", level - level as "nothing"
