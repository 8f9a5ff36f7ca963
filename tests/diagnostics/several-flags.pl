# each dataset with one thing that its cells cannot be
dataset a
  key code
  thousands "x"
  field money money
dataset b
  key code
  thousands "5"
  field y flag ("Y", "N", "?")
dataset c
  key code
  thousands "Q"
  field y flag ("Y", "Y")
dataset d
  key code
  thousands "+"
  field code count if missing use 3
dataset e
  key code
  thousands " "
  field code text may be missing
output code
