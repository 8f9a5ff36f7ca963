# a division by zero in what a rule excepts
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
rule r "r" when y > 1 unless y / x > 1 because "so"
output code, r
