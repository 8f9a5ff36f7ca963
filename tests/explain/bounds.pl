# Awards that equal a bound, though it binds nobody: the share is just as much, or was rounded to it.
fund "Bounds that bind nobody" currency GBP

dataset place
  key   code
  field size count

allocate even "Shares that are the bounds"
  share £750
  in proportion to size
  at least £100
  at most  £200
  rounded to £1

allocate uneven "Shares that are rounded to the bounds"
  share £752
  in proportion to size
  at least £100
  at most  £201
  rounded to £1

allocate thirds "The same with weights that are no decimals"
  share £752
  in proportion to size / 3
  at least £100
  at most  £201
  rounded to £1

allocate bound "One at each bound"
  share £752
  in proportion to size
  at least £104
  at most  £200
  rounded to £1

output code, even, uneven, thirds, bound
