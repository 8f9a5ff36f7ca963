# `keep where` is about the cells as they were read: what it says of a missing cell is not true of the value put there.
fund "Bugs"
  currency GBP
dataset place
  key code
  field nation text
  field population count
  field pay money
  field trust percent may be missing
  field size number if missing use 3
  field depth number if missing use 3
  keep where coalesce(size, 6) > 5
  keep where depth is not missing and depth > 5
let large = 1 where coalesce(size, 6) > 5
let deep = 1 where depth > 5
rule r when large = 1
rule s when deep = 1
output code, r, s
