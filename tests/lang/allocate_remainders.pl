# whole pounds by largest remainder, equal remainders to the earlier key
fund "Shares"
  currency GBP
dataset place
  key code
  field v number
allocate award
  share £100
  rounded to £1
allocate pence
  share £100
allocate weighted
  share £10
  in proportion to v
  rounded to £1
output code, award, pence, weighted
