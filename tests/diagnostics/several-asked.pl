# each of these asks for something that cannot be asked for
fund "F"
  currency GBP
dataset place
  key code
  field name text
  field people count
  field income money
param rate = 5%
set big = (1, 2)
function twice(x) = x * 2
check sum(people)
compare name with name within 3
compare people with people within -1
compare people with people at least 2.5 equal
compare people with people at least £2 equal
output code, people as "a", name as "a", name with 2 decimals, people with 41 decimals, income as percent,
  income * income as "square", people as percent
check normal_score(people) = 1
output figures: people, mean(people) as "mean"
