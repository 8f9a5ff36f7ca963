# flags by their own words, by true and false, by 1 and 0
dataset place
  key code
  field a flag ("Y", "N")
  field b flag
output code, a, b, a and b as "both", number of (a, b, not a) as "n"
output figures: share_of(a), count(place where b) as "b"
