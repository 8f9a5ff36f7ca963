# a score that no weight gives to one place differs from a figure, with the reason
dataset place
  key code
  field v number
  field w number may be missing
score s
  weights rescaled
  weight 1 on w
compare s with v
output code, s
