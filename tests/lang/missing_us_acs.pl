# the markers of the American Community Survey, for one field only
dataset place
  key code
  field income number missing means us_acs may be missing
  field other number
output code, income, why_missing(income) as "why", other
