# more arguments that a function does not take
fund "F"
  currency GBP
dataset place
  key code
  field name text
  field people count
  field share percent may be missing
  field coast flag
  field opened date
param p = 3
let a1 = any of (coast, people)
let a2 = number of (coast, name)
let a3 = years_between(opened, p)
let a4 = as_of() - opened
let a5 = abs(name)
let a6 = ntile(2.5 by people highest first)
let a7 = quantile(people, people)
let a8 = quantile(people, 20% using sample)
let a9 = sd(people using type 2)
let b1 = sum(people weighted by name)
let b2 = sum(people per missing_name)
let b3 = mean(share)
let b4 = theil_within(people, people)
let b5 = SUM(people)
let b6 = concatenate(name, name)
let b7 = count(place where name)
let b8 = rank(people)
let b9 = taper(people, 1, 2)
output figures: zscore(people) as "z", rank(by people highest first per name) as "r", a4, b5
