# an imputed value sees the present cells of its column and is then used like any other
dataset place
  key code
  field region text
  field rate percent if missing use median(rate per region)
  field size number if missing use 10
output code, rate, size, rate * 2 as "double" as percent
output figures: mean(rate), sum(size)
