# what exists only for some places prints empty elsewhere and may be used where it exists
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
rule big when people >= 200
rank by_rate by rate highest first where big
let ahead = by_rate - 1 where big
band group where big
  when by_rate = 1 then "first"
  otherwise "behind"
output code, big, by_rate, ahead, group by by_rate
