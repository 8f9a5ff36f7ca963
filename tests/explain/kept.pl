# Shares and standings among the rows that `keep where` left, which are not the first of the file.
fund "Fund of open offices" currency GBP

dataset place
  key   code
  keep where open
  field open   flag ("Y", "N")
  field area   text
  field people count
  field need   number  if missing use mean(need per area)
  field rate   number  if missing use 0.30000000000000001
  field last   money
  field drift  number

let place_of_need = minmax(need)
let in_area       = share(need per area)
let of_rate       = minmax(rate) # 0.30000000000000001 is more than 0.3
let of_drift      = share(drift)  # of a sum below 0, the lowest has the highest
rank line by people highest first ties average

allocate grant "Grant, some at a bound"
  share £1_000 where need > 2
  in proportion to people
  at least £60
  at most  £300
  rounded to £1

allocate top_up "On top of last year, and a place without people too"
  share £900
  starting from last
  in proportion to people
  at least £20
  at most  £250
  rounded to £0.10

output code, need, place_of_need, in_area, of_rate, of_drift, line, grant, top_up
