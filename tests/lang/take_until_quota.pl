# rows in order until the quota is used up, the last in part
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
let taken = take(people, 650 by rate highest first)
output code, taken, sum(taken per region) as "sums"
