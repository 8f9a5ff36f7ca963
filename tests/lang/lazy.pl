# what is not reached counts for nothing
dataset place
  key code
  field v number
let ratio = 10 / (v - 5)
rule safe when v != 5 and 10 / (v - 5) > 1
let guarded = if v = 5 then 0 else 10 / (v - 5)
let never = 1 / 0
output code, safe, guarded
output code, ratio where v > 5
