# the condition must hold and no unless may
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
rule funded
  when people >= 200 and rate > 2%
  unless region = "North" because "it has its own fund"
  unless name = "Dale" because "it withdrew"
output code, funded
