rule eligible "It may be funded"
  when poor and not rich
  unless prior >= £50m because "it has had" " its share"
  unless in_scope is missing because "nobody knows"
  cite "3.2"
score need for place "Need" where eligible
  weight 50% on zscore(rate)  where nation = "England"  "Jobs"
  weight 50% on -zscore(pay)
  weights add up to 100%
rank priority
  by need highest first, population desc, name
  per region, home.state
  ties key
band size
  when population >= 2m then "core"
  otherwise "other"
table rate on kind, need giving a, b
  one match
  when "urban", 15% to under 30% then 70%, 1  cite "Annex 2"
  when ("rural", "coast"), any then 50%, 2
  when != "island", < 10% then 30%, 3
  otherwise 40%, 4  note "the rest"
