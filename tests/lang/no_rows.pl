# a file with a header alone: sums are 0, nothing is printed
dataset place
  key code
  field v number
output code, v
output figures: count(place) as "n", sum(v), any(v > 0), all(v > 0), coalesce(mean(v), -1) as "m"
