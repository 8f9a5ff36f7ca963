# headers with blanks around them
dataset place
  key code
  field people count
  field name text
output code, people, name
