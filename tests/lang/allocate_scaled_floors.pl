# floors above the amount are scaled by one factor
fund "Shares"
  currency GBP
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
allocate award
  share £100
  at least people * £1
  scale floors to fit
  rounded to £1
output code, award
