replace param weak = 75% "Here"
  because "our market crosses" " the border" cite "Schedule 3"
override bid "B-1", 2024 quality[2026-27] = 71 because "see minute 14" cite "14"
assume "The larger comes first" on priority, place.rank note "as agreed"
check warn award <= (10% of budget) "No more than a tenth" for place
compare a with b for place where c within 0.01 at least 305 equal
test "rows" as of 2027-04-01 for place
  given budget = £10m, place.dear = true
  given place (code, population) row "A", 100 row "B", 300
  expect award["B"] = £75 within £1, not poor["A"]
scenario "Less" budget = £4bn, weak = 70% as of 2027-04-01
output for place: code, need as "Need of it" with 3 decimals, rate as percent with 1 decimal
  where eligible by need highest first
output figures: sum(award), count(place)
