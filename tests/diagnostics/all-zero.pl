# nobody weighs anything
fund "Shares"
  currency GBP
dataset place
  key code
  field v number
allocate award
  share £100
  in proportion to v - v
output code, award
