# the awards of one pot are pots of the next, and every level adds up
fund "Shares"
  currency GBP
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
allocate region_award
  share £1_000
  in proportion to people
  rounded to £1
let region_pot = sum(region_award per region)
allocate award
  share region_pot
  per region
  in proportion to rate
  rounded to £1
output code, region_award, region_pot, award
output figures: sum(award)
