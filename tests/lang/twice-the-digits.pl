# Numbers that doubles cannot tell apart: 10^-20 from a threshold, 10^-18 from each other, a boundary of rounding. Twice the digits
# can; and of values that are equal although of different form, only exact arithmetic says so, for roots have 34 digits.
fund "Close to each other" currency GBP

dataset place "Places"
  key code
  field a number
  field b number

let third = a / 3 + b
let scaled = third * sqrt(2)
let other = sqrt(2) * b + sqrt(2) / 3 * a

rule above when third > 1 / 3
rule above_root when scaled > sqrt(2) / 3
rule same when scaled = other
rank place_rank by scaled highest first
let least = min(scaled)

output code, third with 21 decimals, place_rank, if above then 1 else 0 as "above", if above_root then 1 else 0 as "above root",
  if same then 1 else 0 as "same", round(third * 3 to 1 up) as "up", round(scaled / sqrt(2) * 3 to 1 up) as "root up", least with 22 decimals
