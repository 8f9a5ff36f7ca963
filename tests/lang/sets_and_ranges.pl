# lists, sets and ranges, which include their ends unless they say `to under`
dataset place
  key code
  field n number
  field d date
  field s text
set some = ("x", "y")
set mixed = (1, 3 .. 5, 8 to under 9)
output code, n in mixed as "mixed", n in 1 .. 3 as "both", n in 1 to under 3 as "under", n not in (1, 2) as "not", s in some as "text", s in ("z") as "one", d in 2026-01-01 .. 2026-12-31 as "year"
