# separators are read where the dataset says so, and not printed
dataset place
  key code
  thousands ","
  field people count
  field rate percent
output code, people, rate, people * 1 as "p"
output figures: sum(people)
