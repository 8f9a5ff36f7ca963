# clauses that are wanted: the unit of a pot of plain numbers, the words of a choice
dataset place
  key code
  field kind choice
allocate award
  share 10.5
output code, kind, award
