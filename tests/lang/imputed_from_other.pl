# a missing cell filled from another field, which is itself filled in
dataset place
  key code
  field last number if missing use mean(last)
  field this number if missing use last * 2
output code, last, this
