# clauses that a function does not have, or lacks
fund "F"
  currency GBP
dataset place
  key code
  field name text
  field people count
  field income money
  field part percent may be missing
let a = sd(people weighted by people using sample)
let b = any(people)
let d = ln(people where people > 3)
let e = round(people)
let f = cumulative(people)
let g = ceil(income)
let h = quantile(people, 25% using type 2.5) + quantile(people, 25% using type 0)
let i = unspent(people + 1)
let j = why_missing(part + 1)
let k = why_missing(people)
let l = abs(people, 2) + larger(people)
let m = taper(people, 2 -> 1, 2 -> 3)
let n = var(income) + income
let o = sqrt(income * income)
check a = 3 or not (people = 4)
output code, people * income / income as "x"
