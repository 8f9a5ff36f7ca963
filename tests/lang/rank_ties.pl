# each rule for places that tie
dataset place
  key code
  field v number
rank least by v highest first ties min
rank most by v highest first ties max
rank middle by v highest first ties average
rank step by v highest first ties dense
rank strict by v highest first ties key
rank up by v lowest first
output code, least, most, middle, step, strict, up
