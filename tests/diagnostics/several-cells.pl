# cells that look like numbers and are none, each with what would make it one, also where thousands are separated
fund "F"
  currency GBP
dataset place
  key code
  thousands ","
  field n number
  field m money
  field p percent
output code, n, m, p
