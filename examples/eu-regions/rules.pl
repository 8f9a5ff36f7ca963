# European Union, category of region 2021-27: mean GDP per head of 2015 to 2017, in purchasing power standards, as a
# percentage of the mean of the Union. Nothing is illustrative, except that the figures are of a later vintage than the decision.

policy "Cohesion policy 2021-27: categories of region"
  authority "European Commission"
  version   "2021-27"
  currency  EUR
  cite      "Regulation (EU) 2021/1060, Article 108(2)"

section "1. Figures"

param less_developed_below = 75%    "Less developed below this part of the Union's mean"
param transition_below     = 100%   "Transition below this part, more developed from here on"

dataset region "NUTS 2 regions"
  key    nuts2
  field  country  text
  field  y2015    percent  may be missing  "GDP per head; 91.0 in the file means 91 % of the Union"
  field  y2016    percent  may be missing
  field  y2017    percent  may be missing

section "2. Categories"

# Five regions have no figure in some year: no mean, no category. They are listed, not guessed.
rule has_data "All three years are known"
  when y2015 is not missing and y2016 is not missing and y2017 is not missing

let gdp_head "GDP per head, mean of three years, EU27 = 100"
  = average(y2015, y2016, y2017)
  where has_data
  cite "Article 108(2), second subparagraph"

band category "Category of region"
  where has_data
  cite "Article 108(2)"
  when gdp_head < less_developed_below  then "less developed"
  when gdp_head < transition_below      then "transition"
  otherwise                                  "more developed"

let margin "Distance to the nearest threshold, in points"
  = smaller(abs(gdp_head - less_developed_below), abs(gdp_head - transition_below))
  where has_data

rule on_threshold "Exactly on a threshold, where rounding would decide"
  when has_data and margin = 0

section "3. Facts of this vintage of the data"

check count(region where has_data and category = "less developed") = 78   "78 less developed regions"
check count(region where has_data and category = "transition")     = 65   "65 transition regions"
check count(region where has_data and category = "more developed") = 96   "96 more developed regions"
check count(region where not has_data)                             = 5    "5 regions without data"
check count(region where on_threshold)                             = 4    "BE32 on 75; DED5, DEF0 and ES24 on 100"

assume "Eurostat revised GDP after the decision; this vintage decides, so ITF5 is in transition here"
  on category

test "a region exactly on 75 is in transition"
  given y2015 = 74%, y2016 = 75%, y2017 = 76%
  expect category = "transition"

test "one year without a figure: no category"
  given y2015 = 80%, y2016 = missing, y2017 = 80%
  expect not has_data

scenario "Rules of 2014-20"
  transition_below = 90%

output nuts2, country, gdp_head as "GDP per head" with 1 decimals, category, margin
output nuts2 as "On a threshold", gdp_head as "GDP per head", category where on_threshold
