# sixty groups of two rows, by a text, by a number and by both: row k of each has k and 1000 k
dataset place
  key code
  field g text
  field n count
  field x count
output code, sum(x per g) as "text", sum(x per n) as "number", sum(x per g, n) as "both" where x < 1000
