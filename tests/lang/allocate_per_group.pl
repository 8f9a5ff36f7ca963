# one pot for each region, each adding up exactly
fund "Shares"
  currency GBP
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
allocate award
  share if region = "North" then £10 else £7
  per region
  in proportion to people
  rounded to £1
output code, region, award, sum(award per region) as "pot"
output figures: sum(award)
