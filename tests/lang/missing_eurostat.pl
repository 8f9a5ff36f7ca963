# the markers of Eurostat
dataset place
  key code
  missing means eurostat
  field a number may be missing
output code, a, why_missing(a) as "why"
