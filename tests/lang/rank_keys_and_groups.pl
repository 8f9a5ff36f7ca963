# a second key parts ties of the first; a rank per group starts anew in each
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
rank overall by region highest first, people lowest first
rank inside by people highest first per region
output code, overall, inside by overall
