# without an output: the key and what is declared, in order
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
let hidden = people + 1
rank r by people lowest first
rule small when hidden < 200
