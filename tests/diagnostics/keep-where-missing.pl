# keep where needs a cell that is missing
dataset place
  key code
  field people count
  keep where people > 100
output code
