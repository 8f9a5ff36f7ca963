# A made-up fund over real figures: what the Office for National Statistics publishes of each district, scored as it
# publishes the scores. Nobody has this money; the figures and the scores are real.

fund "District Opportunity Fund (illustrative)"
  authority "A worked example, which nobody runs"
  version   "1"
  currency  GBP
  cite      "Figures: ONS, Subnational indicators explorer, March 2024. The fund and its clauses are made up."

section "1. Figures"

param budget  = £1bn   "What there is to share"   cite "1.1"
param reach   = 50%    "The part of the districts that is funded, the neediest first"   cite "1.2"

dataset district "Local authority districts of the United Kingdom"
  key    area_code
  field  area_name         text
  field  country           choice ("England", "Scotland", "Wales", "Northern Ireland")
  field  region            text
  field  gva_per_hour      money                   "Value added per hour worked, 2021"
  field  weekly_pay        money    if missing use median(weekly_pay per region)   "Median weekly pay, 2023"
  field  employment_rate   percent  may be missing "Aged 16 to 64 in employment, 2022-23"
  field  nvq3_plus         percent  may be missing "Aged 16 to 64 with NVQ level 3 or above, 2021"
  field  gva_score         number                  "As published"
  field  employment_score  number   may be missing "As published"
  field  nvq3_score        number   may be missing "As published"

section "2. Who may be funded"

rule in_scope "The district is in Great Britain"
  when country in ("England", "Scotland", "Wales")
  cite "2.1"
  note "Northern Ireland publishes its figures for years of its own, so that they cannot be compared."

rule measured "Its employment and its skills are known"
  when employment_rate is not missing and nvq3_plus is not missing
  cite "2.2"

rule eligible "The district may be funded"
  when in_scope and measured
  cite "2.3"

section "3. How need is measured"

# Median absolute deviation scores: how far a district stands from the median, in units that one outlier cannot stretch.

let gva_mad         = mad_score(gva_per_hour)
let employment_mad  = mad_score(employment_rate where employment_rate is not missing)
  where employment_rate is not missing
let nvq3_mad        = mad_score(nvq3_plus where nvq3_plus is not missing)
  where nvq3_plus is not missing

score need "Need for opportunity" where eligible
  weight 25% on -gva_mad                "Low productivity"
  weight 25% on -mad_score(weekly_pay)  "Low pay"
  weight 25% on -employment_mad         "Low employment"
  weight 25% on -nvq3_mad               "Low skills"
  cite "3.1"

rank priority by need highest first, area_code lowest first where eligible

band category "Priority category" where eligible
  when priority <= 10% of count(district where eligible)    then "1"
  when priority <= 25% of count(district where eligible)    then "2"
  when priority <= reach of count(district where eligible)  then "3"
  otherwise                                                      "4"

section "4. How the money is shared"

rule funded "The district is among the neediest"
  when eligible and priority <= reach of count(district where eligible)
  cite "4.1"

allocate award "Grant"
  share budget where funded
  in proportion to 1 + minmax(need where funded)
  at least £4m
  at most  £8m
  rounded to £1_000
  cite "4.2"

assume "Districts whose need is equal come in the order of their codes" on priority

section "5. What must hold"

check sum(award) = budget             "Every pound is awarded"
check award <= 1% of budget           "No district takes more than a hundredth"

compare gva_mad with gva_score within 0.000_000_000_5
  "Scores of value added, as published"
compare employment_mad with employment_score where employment_score is not missing within 0.000_000_000_5
  "Scores of employment, as published"
compare nvq3_mad with nvq3_score where nvq3_score is not missing within 0.000_000_000_5
  "Scores of skills, as published"

output area_code as "Code", area_name as "District", region as "Region", eligible as "Eligible",
       need as "Need" with 3 decimals, priority as "Rank", category as "Category", award as "Grant" by priority
