# The summary adds up amounts of more digits than a cell may have.
fund "F"
  currency GBP
dataset place
  key   code
  field x number
allocate award
  share £1 * 10^45
  in proportion to x
  rounded to £1
output code, award
