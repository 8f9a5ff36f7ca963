# The last step of the English Indices of Deprivation 2019: the published ranks of seven domains to the Index, its rank and
# its decile, each set against what was published. Nothing is illustrative. Data: areas.csv, two districts with their national
# ranks; or the file it was cut from, all of England, where ranks and deciles are recomputed too.

policy "English Indices of Deprivation 2019"
  authority "Ministry of Housing, Communities and Local Government"
  version   "2019"
  cite      "The English Indices of Deprivation 2019: Technical Report (September 2019)"

param areas = 32_844            "Number of Lower-layer Super Output Areas in England"
param single_precision = true   "Stored as 32-bit floating point, as the published figures were"

dataset area "Lower-layer Super Output Areas (2011)"
  key    lsoa11cd
  field  lsoa11nm           text
  field  income_rank        count   "Rank of the domain in England as published, 1 = most deprived; so the next six"
  field  employment_rank    count
  field  education_rank     count
  field  health_rank        count
  field  crime_rank         count
  field  barriers_rank      count
  field  living_rank        count
  field  published_score    number  column "imd_score"   "The Index, as published"
  field  published_rank     count   column "imd_rank"
  field  published_decile   count   column "imd_decile"

let whole "All of England is in the file" = count(area) = areas

section "1. Exponential transformation"
  note "Rank 1 becomes 100, the most deprived tenth 50 and more, so that good ranks in others do not cancel a bad one."

# Areas that tie have the smallest rank of the tie in the file, and take the mean of the ranks that they share: who ties is
# only known from all of England.
function national(r)          = if whole then rank(by r lowest first ties average) else r
function stored(x)            = if single_precision then float32(x) else x
function share_from_bottom(r) = stored((areas + 1 - r) / areas)
function transformed(r)       = stored(-23 * ln(1 - share_from_bottom(r) * (1 - exp(-100 / 23))))

section "2. The Index"

score imd_score "Index of Multiple Deprivation"
  weights add up to 99.9%
  weight 22.5% on transformed(national(income_rank))      "Income"
  weight 22.5% on transformed(national(employment_rank))  "Employment"
  weight 13.5% on transformed(national(education_rank))   "Education, skills and training"
  weight 13.5% on transformed(national(health_rank))      "Health and disability"
  weight  9.3% on transformed(national(crime_rank))       "Crime"
  weight  9.3% on transformed(national(barriers_rank))    "Barriers to housing and services"
  weight  9.3% on transformed(national(living_rank))      "Living environment"
  cite "Technical Report, 3.8 and Appendix F"

rank imd_rank "Rank, 1 = most deprived"
  where whole
  by stored(imd_score) highest first  ties min

let imd_decile "Decile, 1 = most deprived tenth"
  = bands(10 by stored(imd_score) highest first)
  where whole

section "3. Against what was published"

compare round(stored(imd_score) to 0.001) with published_score           "Scores, to three decimals"
compare imd_rank   with published_rank   where whole
  within 1 at least (if not whole then 0 else if single_precision then 32_842 else 32_814) equal   "Ranks"
compare imd_decile with published_decile where whole                      "Deciles"

assume "Transformed scores are stored in single precision, which the report does not say, and which alone gives its ranks"
  on imd_score
assume "Areas that tie take the mean of the ranks they share"
  on imd_score

test "rank 1 scores 100, the most deprived tenth 50 and more"
  expect transformed(1) = 100 within 0.001, transformed(3_284) >= 50, transformed(3_400) < 50

output lsoa11cd, lsoa11nm, imd_score with 3 decimals, imd_rank, imd_decile by imd_score highest first
