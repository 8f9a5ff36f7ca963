# the nine definitions of a quantile; type 7 unless another is named
dataset place
  key code
  field v number
output figures: quantile(v, 25% using type 1) as "1 at 25", quantile(v, 60% using type 1) as "1 at 60", quantile(v, 25% using type 2) as "2 at 25", quantile(v, 60% using type 2) as "2 at 60", quantile(v, 25% using type 3) as "3 at 25", quantile(v, 60% using type 3) as "3 at 60", quantile(v, 25% using type 4) as "4 at 25", quantile(v, 60% using type 4) as "4 at 60", quantile(v, 25% using type 5) as "5 at 25", quantile(v, 60% using type 5) as "5 at 60", quantile(v, 25% using type 6) as "6 at 25", quantile(v, 60% using type 6) as "6 at 60", quantile(v, 25% using type 7) as "7 at 25", quantile(v, 60% using type 7) as "7 at 60", quantile(v, 25% using type 8) as "8 at 25", quantile(v, 60% using type 8) as "8 at 60", quantile(v, 25% using type 9) as "9 at 25", quantile(v, 60% using type 9) as "9 at 60", quantile(v, 60%), median(v)
