# arguments that a function refuses
fund "F"
  currency GBP
dataset place
  key code
  field name text
  field region text
  field trust percent may be missing
  field people count
  field income money
let a1 = quantile(people, 25% using kind 3)
let a2 = quantile(people, 25% using type 0)
let a3 = quantile(people, 25% using type 10)
let a4 = quantile(people, 25% using type 2.5)
let a5 = quantile(people, £1)
let a6 = ntile(£2 by people highest first)
let a7 = ntile(name by people highest first)
let a8 = theil_within(people, region & "x")
let a9 = theil_within(people, trust)
let b1 = take(people, name by people highest first)
let b2 = take(people, £3 by people highest first)
let b3 = count(people > 3)
let b4 = larger(1 -> 2, 3)
let b5 = why_missing(people)
let b6 = why_missing(a1)
let b7 = why_missing(people + 1)
let b8 = unspent(people)
let b9 = floor(income)
let c1 = taper(people, 2 -> 1, 2 -> 3)
let c2 = PLACE_OF(people)
output code, a1, a2, a3, a4, a5, a6, a7, a8, a9, b1, b2, b3, b4, b5, b6, b7, b8, b9, c1, c2
