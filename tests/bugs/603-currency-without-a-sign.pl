# What to write instead named pounds, or no currency at all, where the currency of the fund has no sign.
fund "F"
  currency CHF
dataset place
  key code
  field income money
  field people count
let a = income * income + income
let b = income + people
let c = floor(income)
let d = round(income to 1)
let e = sqrt(income)
allocate f share CHF 100 rounded to 1
test "t" expect income
output code, a, b, c, d, e, f
