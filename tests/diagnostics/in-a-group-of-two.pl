# a group of two names is named by both
dataset place
  key code
  field g text
  field h text
  field x number
output code, mean(x where x > 1 per g, h) as "m"
