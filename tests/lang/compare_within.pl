# compare with published figures, within a tolerance and as a number of equal rows
dataset place
  key code
  field ours number
  field theirs number may be missing
compare ours with theirs where theirs is not missing within 0.5
compare ours with theirs at least 2 equal
output code
