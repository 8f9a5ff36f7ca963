# Lines through a field with empty cells, which do not take part; told where the value stands among those that do.
fund "Fund with holes"

dataset place
  key   code
  field area   text
  field need   count  may be missing
  field filled count  if missing use round(median(filled per area) to 1)

let low_to_high = if need is missing then 0 else minmax(need skip missing)
let in_area     = if need is missing then 0 else zscore(need per area skip missing)
let of_filled   = share(filled)
let filled_area = minmax(filled per area)

output code, low_to_high, in_area, of_filled, filled_area
