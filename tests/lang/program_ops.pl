# What `plang compile --emit=ops` prints: each letter that a line can name is here once.
fund "Programs"
  currency GBP

param budget = £1_000

dataset place
  key code
  field region text
  field people count
  field rate percent if missing use median(rate per region)
  field coastal flag

set north = ("N1", "N2")

rule open
  when region in north and coastal
  unless rate < 2% because "its rate is low"

let crowd = round(people to 10)
rank place_of by crowd highest first where open ties dense
band size where open
  when place_of <= 2 then "first"
  otherwise "later"
let odd = people mod 7

allocate award
  share budget where open
  in proportion to people
  at most £500

check award <= 60% of budget
check sum(award) = budget
compare float32(sqrt(people)) with ln(exp(rate) ^ 2) where open
compare bands(4 by people highest first) with odd

output code, region, size, rate, odd, award where open by award highest first
output figures: mean(people)
