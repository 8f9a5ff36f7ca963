# Two values that print alike with six decimals are told apart.
fund "F"
  currency GBP
dataset place
  key   code
  field x number
output figures: mode(x) as "q"
