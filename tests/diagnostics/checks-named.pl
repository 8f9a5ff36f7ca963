# what decided a check that failed: each value once, four of them at most, and none that cannot be had
fund "F"
  currency CHF
dataset place
  key code
  field a count
  field b count
  field c count
  field d count
  field e count
  field income money
  field day date
  field part percent may be missing
  field coastal flag
rank r by a highest first where not coastal
band k where coastal and a > 1
  when a > 2 then "x"
  otherwise "y"
check a > 1 and a < 1 and b > 1
check a > 9 or b > 9 or c > 9 or d > 9 or e > 9
check a > 2 and 1 / (a - 2) > 1
check not (a = 2)
check any of (a > 9, b > 9)
check all of (a > 1, b > 9)
check if coastal then a > 9 else b > 9
check income > CHF 5
check part > 10%
check 1 = 2
check as_of < 2026-01-01
check number of (a > 1, b > 9) = 2
compare day with 2026-01-01
compare r with 1
compare k with "x"
compare part with 5%
compare part with coalesce(part, 5%)
compare a with 1 where sum(b) > 2
compare sum(a) with sum(b)
compare a with b at least floor(sqrt(2)) equal
