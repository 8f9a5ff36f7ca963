# An error that nobody asks for, as the output leaves these rows out, is told as one, and settles a band.
fund "Errors that nobody asks for"

dataset place
  key   code
  field n count

let of_n = 12 / n

band size
  when of_n >= 6 then "many"
  when of_n >= 3 then "some"
  otherwise "few"

rank by_share by of_n highest first where n < 4

output code, if n > 0 then size else "none" as "size", if n > 100 then by_share else 0 as "line"
