# `missing` as a value, with and without a reason: it takes the type of what stands beside it
dataset place
  key code
  field x count
let plain = if x > 1 then x else missing
let said  = if x > 1 then x else missing("too small")
band size
  when x > 2 then "large"
  when x > 1 then missing
  otherwise       missing("nobody")
check said > 0
check size is not missing
output code, plain, said, coalesce(said, 0) as "settled", plain is missing as "missing", said + 1 as "more", size,
  number of (said > 1, plain > 1) as "both", said in (2, 3) as "in", not (plain > 2) as "not"
