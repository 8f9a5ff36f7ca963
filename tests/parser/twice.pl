rule eligible "The place may be funded"
  when poor
  when small
dataset place
  key code
  field a count  column "A"  column "B"
  key name
let b for place "One" = 3 "Two"
