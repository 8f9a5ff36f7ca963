# where one figure is wanted
dataset place
  key code
  field people count
  field worth number in units of people
  field half number in units of 2 ^ 3
  field none number in units of 0
  field name text in units of 2
  field part percent in units of 2
compare people with people within people
compare people with people within rank(by people highest first)
compare people with people within mean(people per name)
compare people with people at least 2.5 equal
compare people with people at least people equal
score s
  weights add up to people
  weight 100% on people
let q1 = quantile(people, people)
let q2 = quantile(people, 101%)
let q3 = quantile(people, -1%)
let t1 = ntile(people by people highest first)
let t2 = bands(2.5 by people highest first)
let t3 = ntile(0 by people highest first)
output code, worth, half, none, name, part, s, q1, q2, q3, t1, t2, t3
