# headers, decimals, percentages, where and by; several outputs
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
let part = people / sum(people)
output code, name as "Place, in full", part as percent, part as "Share" as percent with 1 decimals, part with 3 decimals as "p" where people > 100 by people highest first
output name by name
output figures: sum(people) as "All \"people\"", mean(rate), 1 / 3 with 0 decimals as "none"
