# rows that fail keep where are gone before anything is counted; their cells may be missing
dataset place
  key code
  field kind text
  field people count
  keep where kind = "district" "A county or a nation"
  keep where people > 100
output code, people, people / sum(people) as "part"
output figures: count(place) as "places", mean(people)
