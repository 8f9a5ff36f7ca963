# Every way of sharing, ties, values that are missing or do not apply, and a name that two places have.
fund "Small fund" version "1" currency GBP cite "Small fund guidance"

param pot = £1_000
param floor_share = £40 "The least a place takes part for" cite "4.2"

dataset place
  key   code
  keep where open "the office there is closed"
  field name      text
  field open      flag ("Y", "N")
  field area      text
  field kind      choice ("town", "village")
  field people    count
  field need      number    may be missing  missing means "n/a"
  field since     date
  field doctors   count     if missing use round(median(doctors per area) to 1)
  field last_year money

let pressure "People for each doctor" = people / doctors

rule known "Its need is known" when need is not missing

rule eligible "It may be funded"
  when known and (need >= 5 or (kind = "town" and pressure > 1_000)) and since < 2020-01-01
  unless last_year in £300 to under £400 because "it had its share last year" cite "2.3"

let standing "Standing among the eligible" = percentile_rank(need where eligible) where eligible

rank place_in_line "Place in line" by need highest first per area where eligible

band tier "Tier" where eligible
  when place_in_line <= 1 then "first"
  when standing > 50% then "upper"
  otherwise "other"

allocate grant "Grant"
  share pot where eligible
  in proportion to people
  at least floor_share
  at least 10% of last_year
  at most £450
  rounded to £1

allocate top_up "Top-up, never far from last year's"
  share £500 where eligible
  in proportion to taper(need, 5 -> 1, 8 -> 2.5)
  starting from last_year
  rounded to £1

allocate seats "Seats on the board"
  share 7 where eligible
  in proportion to people
  rounded to 1
  method webster

output code, name, need, pressure with 1 decimals, eligible, place_in_line, tier, grant, top_up, seats
