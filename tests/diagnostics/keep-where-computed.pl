# keep where sees cells only
dataset place
  key code
  field people count
  keep where people > mean(people)
output code
