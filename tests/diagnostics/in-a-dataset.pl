# `in place` asks whether a text is the key of a row
fund "F"
dataset place
  key code
  field name text
  field people count
keep where name in place
param known = "a" in place
let counted = people in place
let unknown = nobody in place
output code, counted, unknown
output figures: known
