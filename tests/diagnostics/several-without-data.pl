# what is about places, in a file without a dataset
param a = 3
rule r "r" when a > 3
score s
  weight 100% on a
rank k by a highest first
band b
  when a > 2 then "x"
  otherwise "y"
allocate w share 10 rounded to 1
let n = count(place)
let m = mean(a)
compare a with a
output figures: a, n, m
