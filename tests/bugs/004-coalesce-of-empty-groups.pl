# A mean over no rows inside `coalesce` is missing, and a rule was decided by what is missing then as well.
fund "Bugs"
  currency GBP
dataset place
  key code
  field nation text
  field population count
  field pay money
  field trust percent may be missing
let level = coalesce(mean(population where pay > £5 per nation), if population > 3_000 then 1 else missing)
rule r when level > 3
let settled = coalesce(coalesce(mean(population where pay > £5 per nation), 0), missing)
rule s when settled > 3
output code, r, s
