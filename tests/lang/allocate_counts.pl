# whole places of a scheme, shared by need; nobody outside where
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
allocate seats
  share 7
  where region = "North" or people > 300
  in proportion to people
output code, seats
output figures: sum(seats)
