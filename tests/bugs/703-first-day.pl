# The day from which days are counted is 0, and a number's cell that is 0 is printed without its minus: 1970-01-01, read as
# a date, was printed as 19700101.
dataset place
  key    code
  field  opened  date  if missing use 2000-01-01
  field  closed  date  may be missing
  keep where code != "Z"

output code, opened, closed
