# a check that fails still prints the result, and the exit status says so
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
check sum(people) = 1_001 "A sum"
check people > 100 "Nobody is small"
check warn rate < 5% "Only a warning"
output figures: count(place) as "places"
