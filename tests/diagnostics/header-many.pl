# more headers twice than are shown
dataset place
  key code
  field people count
  field name text
output code, people, name
