# two of everything in JSON, and numbers as they were read, without what JSON does not allow
fund "F"
  currency GBP
param budget = £100
param seats = 3
assume "One." on award
assume "Two."
dataset place
  key code
  field region text
  field n number
  field people count
  field trust percent may be missing
  field depth percent if missing use 5%
  keep where people > 0 "nobody lives there"
  keep where people < 1000 "too many live there"
rule small "Small" when people < 15
rule large "Large" when people >= 15
allocate award "Award" share budget per region in proportion to people rounded to £1
allocate prize share £10.50 at most £5 rounded to £1 leave the rest unspent
check people > 10 "more than ten"
check warn people > 15 "more than fifteen"
output code, n, trust, depth, award
output figures: budget, seats
