# methods of rounding: which there are, and what goes with them
fund "Shares"
  currency GBP
dataset place
  key code
  field people count
allocate award
  share £1_000
  method webstre
allocate other
  share £1_000
  method largest_remainder
allocate third
  share £1_000
  starting from £5
  rounded to £1 half even
  method dhondt
output code, award, other, third
