# A cell prints as it was read, but without the minus of a zero, also where that stands behind the currency.
fund "F"
  currency GBP
dataset place
  key   code
  field x money
  field n number
output code, x, n
