# markers by list, of the dataset and of a field; a key is never a marker
dataset place
  key code
  missing means "NA", ".."
  field a number may be missing
  field b number missing means "-9" if missing use 0
output code, a, b
output figures: sum(a skip missing), sum(b)
