# what other languages and letters say otherwise
fund "F"
  years begin 13-01
dataset place
  key code
  field people count
  field rate percent
let a = people > 1 and rate > 2% or people < 3
let b = people > 1 or rate > 2% and people < 3 and rate > 4%
let c = 1 < people < 3
let d = 1 <= people <= 3
let e = 1 <= people < 3
let f = 3 > people >= 1
let g = people = 1 = true
let i = people < missing
let k = (people + 1
let l = people + 1)
