# keep where asks for a field that is filled in later
dataset place
  key code
  field people count if missing use 0
  keep where people > 100
output code
