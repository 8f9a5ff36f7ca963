# functions are expanded where they are called; a parameter hides a name
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
function twice(people) = people * 2
function sum_of(a, b) = twice(a) + b
output code, twice(rate) as percent, sum_of(people, 1) as "s", twice(1 + 1) as "t"
