# two outputs as aligned tables, as on a terminal
fund "Small fund"
  authority "Nobody"
  version "1"
  currency GBP
param pot = £1_000
  from 2027-04-01: £2_000
dataset place "Places"
  key code
  missing means gss
  field name text
  field kind choice ("district", "county")
  field people count
  field rate percent if missing use mean(rate)
  field trust number may be missing
  keep where kind = "district" "A county is no place of this fund"
rule large "It has many people"
  when people >= 200
allocate award "Grant"
  share pot where large
  in proportion to people
  at most £900
  rounded to £1
  leave the rest unspent
check sum(award) = pot "All is awarded"
check warn rate > 3% "Rates are high"
assume "equal remainders go to the earlier code" on award
compare people with trust within 1
output code, name, people, rate, trust, large, award
output figures: sum(award), mean(rate)
