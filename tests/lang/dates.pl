# dates compare, sort and count years
dataset place
  key code
  field from_day date
  field to_day date
output code, years_between(from_day, to_day) as "years", from_day <= to_day as "ordered", from_day = 2020-02-29 as "leap" by from_day highest first
