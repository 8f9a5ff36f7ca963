# the name of the file that is written decides the form: .jsonl is JSON Lines (here a link to standard output)
dataset place
  key code
  field people count
output code, people
