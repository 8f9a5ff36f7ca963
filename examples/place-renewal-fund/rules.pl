fund "Place Renewal Fund, round 1"
  authority "Department for Places"
  version   "2026.1"
  currency  GBP
  cite      "Place Renewal Fund prospectus, March 2026"

section "1. Figures"

param budget    = £4.8bn
param threshold = 5.1%
  from 2027-04-01: 5.3%
  "Unemployment at which a labour market counts as weak"

dataset place "Local authority districts"
  key    code
  field  name          text
  field  nation        choice ("England", "Scotland", "Wales", "Northern Ireland")
  field  region        text
  field  population    count
  field  unemployment  percent   if missing use median(unemployment per region)
  field  low_skills    percent   if missing use mean(low_skills)
  field  gva_hour      money     column "GVA per hour worked (£)"
  field  prior_award   money     if missing use £0

section "2. Who may be funded"

set britain = ("England", "Scotland", "Wales")

rule in_scope "The place is in Great Britain"
  when nation in britain
  cite "2.1"

rule struggling "Its labour market is weak"
  when unemployment >= threshold or low_skills > 12%
  cite "3.1(a)"

rule eligible "The place may be funded"
  when in_scope and struggling
  unless prior_award >= £50m because "it already received a large award"
  cite "3.2"

section "3. How much"

score need "Need for economic recovery" where eligible
  weight 50% on  zscore(unemployment)  "Unemployment"
  weight 30% on  zscore(low_skills)    "Low skills"
  weight 20% on -zscore(gva_hour)      "Low productivity"
  cite "Annex B"

rank priority by need highest first, population highest first where eligible

band category "Priority category" where eligible
  when priority <= 10% of count(place where eligible) then "1"
  when priority <= 40% of count(place where eligible) then "2"
  otherwise "3"

allocate award "Grant offered"
  share budget where eligible
  in proportion to (1 + minmax(need where eligible)) * population
  at least £250k
  at most  £60m
  rounded to £1
  cite "5.4"

check sum(award) = budget        "Every pound is awarded"
check award <= 10% of budget     "No place takes more than a tenth"

test "a place exactly at the threshold is struggling"
  given unemployment = 5.1%, low_skills = 0%
  expect struggling

scenario "Tighter labour market test"
  threshold = 6%

output code, name, eligible, need with 3 decimals, priority, category, award by priority
