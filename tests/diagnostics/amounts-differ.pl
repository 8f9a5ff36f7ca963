# one pot with two amounts
fund "Shares"
  currency GBP
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
allocate award
  share people * £1
  per region
output code, award
