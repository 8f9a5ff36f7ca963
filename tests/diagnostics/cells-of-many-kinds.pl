# cells that are no numbers, and what is said of each
fund "F"
  currency GBP
dataset place
  key code
  thousands " "
  field a number
  field b money
  field c count
output code, a, b, c
