# what a condition establishes may be counted on behind it
dataset place
  key code
  field x number may be missing
rule known when x is not missing
let level = x - mean(x where known) where known
rule above_mean when known and level > 0
let guarded = if x is missing then 0 else x
let either = x is missing or x > 2
rule late when either
output code, level, above_mean, guarded, late
