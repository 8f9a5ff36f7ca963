# A row whose group is an error has no value by group: not "not applicable", which printed an empty cell, but the error.
dataset place
  key    code
  field  x  number

band size
  when x > 10 then "large"
  when x > 5 then "middling"

output code, count(place where x > 0 per size) as "of its size"
