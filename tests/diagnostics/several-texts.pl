# a text where a number is wanted
fund "F"
  currency GBP
dataset place
  key code
  field name text
  field people count
let a = round(people to name)
let b = taper(name, 1 -> 2, 2 -> 3)
let c = taper(people, 1 -> name, 2 -> 3)
let d = ln(name)
let e = mean(name)
let f = quantile(people, "x")
score h
  weight "x" on people
  weight 10% on name
score i weights add up to "x"
  weight 10% on people
allocate j share "x" in proportion to people
allocate k share £10 in proportion to name at least name at most name starting from name rounded to "x"
compare people with people within "x" at least "x" equal
check mean(people) = exp(1) and (people > 3)
output code, a, b, c, d, e, f, h, i, j, k
