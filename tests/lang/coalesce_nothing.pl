# inside coalesce every function over no rows is missing, but a count, a sum, `any` and `all` have a value there
fund "F"
  currency GBP
dataset place
  key code
  field x number
  field y text
  field part percent may be missing
function middle(v) = median(v where x > 9)
function none(v) = sum(v where x > 9)
output figures: coalesce(mean(x where x > 9), -1) as "mean", coalesce(quantile(x, 25% where x > 9), -1) as "quantile",
  coalesce(min(x where x > 9), -1) as "min", coalesce(var(x where x > 9), -1) as "var",
  coalesce(sd(x where x > 9), -1) as "sd", coalesce(gini(x where x > 9), -1) as "gini",
  coalesce(hoover(x where x > 9), -1) as "hoover", coalesce(cv(x where x > 9), -1) as "cv",
  coalesce(ratio_90_10(x where x > 9), -1) as "ratio", coalesce(mode(y where x > 9), "-") as "mode",
  coalesce(only(y where x > 9), "-") as "only", coalesce(share_of(x > 1 where x > 9), -1) as "share_of",
  coalesce(middle(x), -1) as "in a function", coalesce(coalesce(mean(x where x > 9), sd(x where x > 9)), -1) as "twice",
  coalesce(count(place where x > 9), -1) as "count", coalesce(none(x), -1) as "sum",
  coalesce(if any(x > 9) then 1 else 0, -1) as "any", coalesce(if all(x > 0) then 1 else 0, -1) as "all",
  coalesce(abs(coalesce(sum(part skip missing), 3)), 4) as "parts"
rule sure when coalesce(coalesce(mean(x where x > 9), 1), 2) = 1 and coalesce(none(x) + 1, 2) = 1
