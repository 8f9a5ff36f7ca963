fund "x" currency GBP
dataset place key code
  field a count
  field gva hour money
rule one if a > 1
rule two When a > 2
rule three when a more than 5 and a < 6
rule four when a is greater than 3
rule five when a is blank
rule six when a > 12 per cent
rule seven when a at least 5
rule eight when a is between 3 and 5 and a > 3
let y = a times 3
rank r sorted by a highest first
cite "x"
rule nine when a > 2 cite 2.1
rule ten-b when a > 3
criterion x when a > 3
If a
output code
  a
