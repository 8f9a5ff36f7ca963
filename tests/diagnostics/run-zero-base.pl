# a division by zero in where awards start
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y number
allocate a share 10 in proportion to y starting from 1 / x rounded to 1
output code, a
