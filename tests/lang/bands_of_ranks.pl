# deciles by rank do not part places that tie, equal groups come from ntile
dataset place
  key code
  field v number
let thirds = bands(3 by v highest first)
let halves = ntile(2 by v highest first, code lowest first)
output code, thirds, halves
