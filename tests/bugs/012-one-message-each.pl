# One mistake, one message, and a help that fits the type.
fund "Bugs"
  currency GBP
dataset place
  key code
  field nation text
  field population count
  field pay money
  field trust percent may be missing
param t = 5% within £6 .. 7%
rule r when nation
rule s when nation in ("a" .. "b")
allocate b share trust per nation
score low weights rescaled weight 1 on trust
rule u when low > 3
score lower where population > 3 weights rescaled weight 1 on trust
rule v when population > 3 and lower > 3
let w = theil_within(population, 3)
output figures: t, w
