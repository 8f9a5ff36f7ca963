# an allocation of several years
fund "F"
  currency GBP
dataset place
  key code
  field people count
allocate a
  share £100
  in equal parts
allocate b
  share £100
  over 2026-27 .. 2028-29
  profile (20%, 30%, 50%)
output code, a, b
