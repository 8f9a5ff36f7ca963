dataset place
  key code
  field where text
  field missing count
let by = 3
