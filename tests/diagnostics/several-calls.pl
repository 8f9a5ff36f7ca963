# arguments that a function does not take
fund "F"
  currency GBP
dataset place
  key code
  field name text
  field people count
  field share percent may be missing
  field income money
function twice(x) = x * 2
let a1 = twice(people, 2)
let a2 = min(people)
let a3 = sqrt(people, 2)
let a4 = rank(by people highest first ties often)
let a5 = quantile(people, 150%)
let a6 = quantile(people, 25% using type 12)
let a7 = round(income to 5)
let a8 = round(people to £5)
let a9 = taper(people, 2 -> 1, 1 -> 3)
let b1 = taper(people)
let b2 = unspent(people)
let b3 = why_missing(people)
let b4 = ntile(0 by people highest first)
let b5 = floor(income)
let b6 = ln(income)
let b7 = count(people)
let b8 = years_between(people, name)
let b9 = mode(name) + 1
let c1 = wholly_new_and_long_as_well_as_unknown(people)
let c2 = medain(people)
output code, a1, a2, a3, a4, a5, a6, a7, a8, a9, b1, b2, b3, b4, b5, b6, b7, b8, b9, c1, c2
