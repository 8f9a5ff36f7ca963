# a check that is missing in one row fails
dataset place
  key code
  field v number may be missing
check v > 0 "All are known"
output code
