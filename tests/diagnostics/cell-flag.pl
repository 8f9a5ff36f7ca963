# a cell that is neither word of a flag
dataset place
  key code
  field open flag
  field ready flag ("Y", "N")
output code, open, ready
