# figures of all rows, of some, of groups
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
output code, sum(people per region) as "s", mean(rate per region) as "m", count(place where rate > 4% per region) as "c", max(people) - people as "behind"
output figures: mean(rate weighted by people), var(people), sd(people), only(name where code = "B") as "x", mode(region where people != 100) as "mode", share_of(rate > 5%), any(people = 100), all(people > 100)
