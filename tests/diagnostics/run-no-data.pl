# the rule file needs data and names none
dataset place
  key code
  field v number
output code
