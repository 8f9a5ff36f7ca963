# These figures may be missing, and the run then stopped without a message.
fund "Bugs"
  currency GBP
dataset place
  key code
  field nation text
  field population count
  field pay money
  field trust percent may be missing
let p = if count(place) > 3 then missing else 50%
compare population with population + 1 within p
compare population with population + 1 at least p equal
compare population with population + 1 at least £3 equal
output code, bands(p by population highest first) as "bands", quantile(population, p) as "quantile"
output code, round(population to population) as "round"
