# tests and scenarios are checked although `eval` passes over them
fund "F"
  currency GBP
dataset place
  key code
  field name text
  field people count
param rate = 5%
let double = people * 2
set big = (1, 2)
test "figures"
  given big = 3
  given nobody = 3
  given rate = "x", place.people = 3
  expect double
test "rows"
  given region (code) row "a"
  given place (code, people) row "a", 1 row "b"
  expect sum(people) = 1
scenario "other" double = 3, rate = 6%
