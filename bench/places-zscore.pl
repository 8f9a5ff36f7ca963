# places.pl with another score, so that the benchmark shows what standard deviations cost: their square roots have no end, and
# nothing is rounded before places are ordered and money is shared.

fund "Places Fund, by standard deviations, made up for measuring"
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

section "2. Who may be funded"

set target_regions = ("North East", "North West", "Yorkshire and The Humber", "West Midlands", "Wales")

rule targeted "A target region, or deprived wherever it is"
  when region in target_regions or deprivation >= 40

rule eligible "The place may be funded"
  when targeted and unemployment >= weak_labour_market
  unless previous_award >= £20m because "it already received a large award"

section "3. Need"

score need "Standard deviations above the mean place"
  weight 25% on  zscore(unemployment)  "Unemployment"
  weight 20% on  zscore(skills)        "Low skills"
  weight 20% on -zscore(productivity)  "Low productivity"
  weight 15% on  zscore(vacancy)       "Empty dwellings"
  weight 20% on -zscore(income)        "Low income"

let index "Need as published, 100 for the mean place" = 100 + 15 * need

rank priority by index highest first ties key

band category
  when priority <= 30% of count(place) then 1
  when priority <= 60% of count(place) then 2
  otherwise 3

section "4. How much"

allocate award "Grant offered"
  share budget where eligible
  in proportion to index * population
  at least £250k
  at most  £60m
  rounded to £1

check sum(award) = budget  "Every pound is awarded"

output code, if eligible then 1 else 0 as "eligible", index as "score" with 4 decimals, priority as "rank", category, award as "allocation"
