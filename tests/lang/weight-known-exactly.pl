# Weights of which doubles know no digit, though they are fractions of two machine words.
fund "Tiny weights" currency GBP
param pot = £600

dataset place "Places"
  key code
  field a number
  field b number

allocate award "Grant offered"
  share pot
  in proportion to a / 3 - b
  rounded to £1

output code, award
