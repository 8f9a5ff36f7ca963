# a division by zero in what a rule asks
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
rule r "r" when y / x > 1
output code, r
