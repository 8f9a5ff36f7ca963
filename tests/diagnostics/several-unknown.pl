# a name that nothing has is reported once, wherever it stands, and nothing else is concluded from it
fund "F"
  currency GBP
dataset place
  key code
  field name text
  field people count in units of nope
  field share percent if missing use nope
  field part percent may be missing
  field opened date
param a = nope
param b = 3 within nope .. 5
param c = 3 within 1 .. nope
set s = (1, nope, 2 .. nope)
function f(x) = x + nope
let d = f(people) + nope
let e = round(nope to 1)
let g = round(people to nope)
let h = taper(nope, 1 -> 2, 2 -> 3)
let i = taper(people, nope -> 2, 2 -> nope)
let j = unspent(nope)
let k = why_missing(nope)
let l = quantile(nope, 25%) + quantile(people, nope) + mean(people weighted by nope) + sum(people where nope)
let m = years_between(opened, nope)
let n = if nope then people else nope
let o = if people > 3 then nope else 4
let p = nope in s and people in (nope, 3) and people in nope .. 4 and nope is missing and not nope
let q = coalesce(nope, part) + larger(nope, people) + nope ^ 2 + 2 ^ nope
let r = sum(people per nope) + rank(by nope highest first) + ntile(nope by people highest first)
rule t "t" when nope unless nope because "so"
score u
  weight nope on people
  weight 10% on nope where nope
rank v by nope highest first where nope
band w where nope
  when nope then "a"
  otherwise "b"
allocate x share nope in proportion to nope at least nope at most nope starting from nope rounded to nope where nope
check nope
check any(nope)
compare nope with people within nope
compare people with nope where nope at least nope equal
assume "it" on nope, people
output code, nope, nope as "b" with 2 decimals, nope as "c" as percent where nope by nope highest first
output figures: nope
