# expressions that mean nothing
fund "F"
  currency GBP
dataset place
  key code
  field name text
  field people count
  field share percent if missing use share
  field income money
  field opened date
keep where rich
set big = (1, 2)
function twice(x) = x * 2
rule rich "rich" when income > £3
param p = sum(people)
let e1 = big + 1
let e2 = twice + 1
let e3 = place + 1
let e4 = region.people
let e5 = place.people
let e6 = 2 ^ £3
let e7 = income ^ 0.5
let e8 = income ^ 2 + income
let e9 = people in name
let f1 = people in (name, 2)
let f2 = people in twice
let f3 = if rich then 1 else "a"
let f4 = opened + name
let f5 = median
let f6 = 2026-27
let f7 = not people
let f8 = people and rich
let f9 = e1 + 1
output code, e1, e2, e3, e4, e5, e6, e7, e8, e9 by rich
output figures: people, f1, f2, f3, f4, f5, f6, f7, f8, f9
