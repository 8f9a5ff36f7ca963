# a check that only warns leaves the exit status alone
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
check warn sum(people) = 1_001
check sum(people) = 1_000
output figures: sum(people)
