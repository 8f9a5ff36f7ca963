# clauses of declarations that do not fit
fund "F"
  currency GBP
fund "G"
  currency EUR
dataset place
  key code
  field name text
  field people count
  field share percent
  field income money
param rate = 5% within 6% .. 7%
let place = 3
let median = people
rule r1 "r1" when people + 3
score s1
  weight £5 on people
  weight people on people
allocate a1 share 10% in proportion to people
allocate a2 share £5 * £5 in proportion to people
allocate a3 share £5 in proportion to people rounded to 1
allocate a4 share 5 in proportion to people rounded to £1
allocate a5 share £5 in proportion to people rounded to £0
allocate a6 share £5 in proportion to people rounded to £1/3
allocate a7 share 100.5 in proportion to people
output code, r1, s1, a1, a2, a3, a4, a5, a6, a7, place, median
