# places.pl with another score, so that the benchmark shows what ties cost: ten deciles of whole points, weighted. A few hundred
# different scores for however many places, and nearly every rank is decided by the key.

fund "Places Fund, by deciles, made up for measuring"
  currency GBP

section "1. Figures"

param budget = £4.8bn            "For 33,000 places; more places share as much more"
param weak_labour_market = 4.5% "Unemployment from which a place may be funded"

dataset place "Places of the United Kingdom"
  key    code
  missing means "NA"
  field  region          text
  field  nation          choice ("England", "Scotland", "Wales", "Northern Ireland")
  field  population      count
  field  unemployment    percent  if missing use median(unemployment per region)
  field  skills          percent  "Without qualifications"          if missing use mean(skills per nation)
  field  productivity    money    "Value added per hour worked"
  field  vacancy         percent  "Dwellings that stand empty"      if missing use mean(vacancy per nation)
  field  income          money    "Median household income"
  field  deprivation     number   "Index of deprivation, 0 to 100"
  field  previous_award  money    if missing use £0
  field  journey         number   "Minutes to the nearest town by public transport"

section "2. Who may be funded"

set target_regions = ("North East", "North West", "Yorkshire and The Humber", "West Midlands", "Wales")

rule targeted "A target region, or deprived wherever it is"
  when region in target_regions or deprivation >= 40

rule eligible "The place may be funded"
  when targeted and unemployment >= weak_labour_market
  unless previous_award >= £20m because "it already received a large award"

section "3. Need"

let jobless "People out of work" = unemployment * population

# The tenth of the greatest need has ten points.
score need "Need, from 1 to 10 points"
  weight 20% on 11 - bands(10 by unemployment highest first)    "Unemployment"
  weight 15% on 11 - bands(10 by skills highest first)          "Low skills"
  weight 15% on bands(10 by productivity highest first)         "Low productivity"
  weight 10% on 11 - bands(10 by vacancy highest first)         "Empty dwellings"
  weight 10% on bands(10 by income highest first)               "Low income"
  weight 10% on 11 - bands(10 by deprivation highest first)     "Deprivation"
  weight  5% on bands(10 by previous_award highest first)       "Little funded so far"
  weight  5% on 11 - bands(10 by journey highest first)         "Far from a town"
  weight  5% on 11 - bands(10 by population highest first)      "Many people"
  weight  5% on 11 - bands(10 by jobless highest first)         "Many out of work"

rank priority by need highest first ties key

band category
  when priority <= 30% of count(place) then 1
  when priority <= 60% of count(place) then 2
  otherwise 3

section "4. How much"

allocate award "Grant offered"
  share budget where eligible
  in proportion to need * population
  at least £250k
  at most  £60m
  rounded to £1

check sum(award) = budget  "Every pound is awarded"

output code, if eligible then 1 else 0 as "eligible", need as "score" with 4 decimals, priority as "rank", category, award as "allocation"
