# names that are taken, and a circle with more names than are listed
fund "F"
  currency GBP
dataset place
  key code
  field people count
function sum(x) = x
let as_of = 3
let people = 3
let a = b
let b = c
let c = d
let d = e
let e = f
let f = g
let g = h
let h = i
let i = j
let j = k
let k = l
let l = a
rule r for nowhere "r" when people > 3
output for nowhere: code, a, people, r
