# a base for each place and one lambda, here negative, until a floor holds
fund "Shares"
  currency GBP
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
allocate damped
  share £800
  starting from people * £1
  in proportion to 1
  rounded to £1
allocate floored
  share £700
  starting from people * £1
  at least £120
  rounded to £1
output code, damped, floored
