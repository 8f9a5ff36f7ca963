# two columns make a key; ties by key compare part by part
dataset place
  key code, year
  field year count
  field v number
rank r by v highest first ties key
output code, year, r
