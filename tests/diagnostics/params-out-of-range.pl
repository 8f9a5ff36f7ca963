# `to under` leaves its end out, `..` does not
param low = 4 within 3 to under 4
param high = 5 within 3 .. 4
param under = 2 within 3 .. 4
param dated = 3
  from 2026-04-01: "x"
  from 2027-04-01: 4
param many = 3
  from 2026-04-01: nobody
set some = (1, "a", 3 .. "b")
set where_not = (1, 2) where 1 = 1
output figures: low, high, under, dated, many
