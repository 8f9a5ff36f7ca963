# a value of each place where one figure is wanted
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
output figures: people, sum(people) / rate
