# a missing value on one side differs
dataset place
  key code
  field ours number
  field theirs number may be missing
compare ours with theirs within 0.5
output code
