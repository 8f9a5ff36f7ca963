param a = 1
  from 2026-13-01: 2
  from 2026-4-1: 3
let b = 2026-28
let c = 2027-2020
