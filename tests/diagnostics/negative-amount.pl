# an amount below zero
fund "Shares"
  currency GBP
dataset place
  key code
  field v number
allocate award
  share sum(v) * £1 - £100
output code, award
