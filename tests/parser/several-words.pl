# words in capitals, in quotes, too many or too few
Param a = 3
param IF = 3
let b = If a > 3 Then 1 else 2
let c = a Mod 3
let d = 3 million pounds
rule r "r" when a > 3 unless a > 4
band g per "region"
  when a > 3 "high"
output code code
let e = if a > 3 then 4
let average people = 3
let f = a between 1
let h = a == 3
let i = a && b
let j = a ? 1 : 2
check a = 3 because it is so
output a as "x" as "y"
output figures: a with 2 decimals with 3 decimals
