# The last step of the Welsh Index of Multiple Deprivation 2019: the published ranks of eight domains to the Index and its
# rank, each set against what was published. Nothing is illustrative. Data: areas.csv, or the file it was cut from.

policy "Welsh Index of Multiple Deprivation 2019"
  authority "Welsh Government"
  version   "2019"
  cite      "Welsh Index of Multiple Deprivation (WIMD) 2019: technical report"

param areas = 1_909  "Number of Lower-layer Super Output Areas in Wales"

dataset area "Lower-layer Super Output Areas (2011)"
  key    lsoa11cd
  field  lsoa11nm          text
  field  income_rank       count   "Rank of the domain as published, 1 = most deprived; so the next seven"
  field  employment_rank   count
  field  health_rank       count
  field  education_rank    count
  field  access_rank       count
  field  housing_rank      count
  field  safety_rank       count
  field  environment_rank  count
  field  published_score   number  column "wimd_score"  "The Index, as published"
  field  published_rank    count   column "wimd_rank"

check count(area) = areas   "Every area of Wales is in the file"

section "1. Exponential transformation"
  note "Rank 1 becomes 100; the most deprived tenth 50 and more. Areas that tie keep the rank that was published, the smallest of the tie."

function share_from_bottom(r) = (areas + 1 - r) / areas
function transformed(r)       = -23 * ln(1 - share_from_bottom(r) * (1 - exp(-100 / 23)))

section "2. The Index"

score wimd_score "Welsh Index of Multiple Deprivation"
  weight 22% on transformed(income_rank)       "Income"
  weight 22% on transformed(employment_rank)   "Employment"
  weight 15% on transformed(health_rank)       "Health"
  weight 14% on transformed(education_rank)    "Education"
  weight 10% on transformed(access_rank)       "Access to services"
  weight  7% on transformed(housing_rank)      "Housing"
  weight  5% on transformed(safety_rank)       "Community safety"
  weight  5% on transformed(environment_rank)  "Physical environment"

rank wimd_rank "Rank, 1 = most deprived" by wimd_score highest first

section "3. Against what was published"

compare wimd_score with published_score  within 0.000_000_01   "Scores were published with 8 decimals"
compare wimd_rank  with published_rank                         "All ranks come out equal"

test "rank 1 scores 100, the most deprived tenth 50 and more"
  expect transformed(1) = 100 within 0.000_000_01, transformed(190) >= 50, transformed(200) < 50

output lsoa11cd, lsoa11nm, wimd_score with 8 decimals, wimd_rank by wimd_rank
