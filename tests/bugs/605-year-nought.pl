# A day of the year 0, which no calendar has and no date may be in, was read as one.
dataset place
  key code
  field day date
output code, day, years_between(day, 2026-01-01) as "years"
