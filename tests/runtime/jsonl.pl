# JSON Lines: an object a row, output after output, figures on one line; nothing else on standard output
fund "Small fund"
  currency GBP
dataset place "Places"
  key code
  field name text
  field people count
  field trust percent may be missing
  field coastal flag
output code, name, people, trust, coastal
output name as "Large" where people >= 200
output name as "Nobody" where people > 1_000
output figures: sum(people), mean(trust skip missing) as "Mean \"trust\""
