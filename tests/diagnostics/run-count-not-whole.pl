# what stands for a missing count is not whole
dataset place
  key code
  field x count if missing use mean(x)
output code, x
