# a group without rows has no mean; coalesce settles it
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
output code, coalesce(mean(people where rate > 6% and region = "North" per region), 0) as "m" where code in ("A", "C")
