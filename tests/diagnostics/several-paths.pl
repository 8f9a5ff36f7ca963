# what stands before a dot
dataset place
  key code
  field people count
  field big flag
param rate = 5%
let a = rate.people
let b = mean(place.nobody)
let c = mean(place.rate)
let d = mean(place.region.people)
let e = mean(other.people)
let g = mean(people.code)
output code, a, b, c, d, e, g
