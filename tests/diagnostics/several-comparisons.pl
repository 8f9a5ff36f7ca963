# two sides that do not go together, and what to write instead
fund "F"
  currency GBP
dataset place
  key code
  field name text
  field nation choice ("England", "Wales")
  field letter choice ("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n")
  field coastal flag
  field island flag
  field opened date
  field part percent
  field rate number
  field people count
  field income money
set early = (2019-01-01 .. 2019-12-31)
set some = (1 .. 3, 5)
let a1 = coastal = name
let a2 = name = coastal
let a3 = coastal = 3
let a4 = opened = people
let a5 = name = £3
let a6 = nation = "Xyzzy"
let a7 = letter = "Xyzzy"
let a8 = nation = name and letter = nation
let a9 = coastal < island
let b1 = part > rate and part > 0.5
let b2 = part > 50
let b3 = 1 + 49 < part
let b4 = name in "a" .. "b"
let b5 = opened in early and rate in some and people in (1 .. 2, 4)
let b6 = name in some
let b7 = rate & "x"
let b8 = "x" & coastal
let b9 = rate < nation
output code, a1, a2, a3, a4, a5, a6, a7, a8, a9, b1, b2, b3, b4, b5, b6, b7, b8, b9
