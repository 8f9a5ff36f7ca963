# a mean over no rows of a group
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
output code, median(people where rate > 6% per region) as "m"
