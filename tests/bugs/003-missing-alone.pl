# `missing` has no type of its own. Nothing said so, and the value decided rules or failed an assertion.
fund "Bugs"
  currency GBP
dataset place
  key code
  field nation text
  field population count
  field pay money
  field trust percent may be missing
param p = missing
let a = if population > 3 then missing else (missing)
let b = coalesce(missing, missing)
function none(x) = missing
let c = if population > 3 then none(1) else none(2)
band d when population > 3 then missing otherwise missing
rule r when true and (missing)
rule s when population in (missing, 3)
output code, larger(missing, 1) as "x", -missing as "y"
output figures: sum(missing) as "z"
let good = if population > 3 then missing else none(1) + 1
let fine = coalesce(if population > 3 then missing else 3, (if population > 4 then (missing) else 1), 0)
