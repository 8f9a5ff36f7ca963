# a header that differs in capitals and in blanks
dataset place
  key code
  field people count
  field name text
output code, people, name
