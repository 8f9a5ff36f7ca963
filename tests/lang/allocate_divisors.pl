# Bavaria's votes as an example of the books, twice for two groups; bounds; ties to the earlier key; much money, few steps.
fund "Seats"
  currency GBP
dataset place
  key   code
  field land  text
  field votes count
allocate webster_seats share 100 per land in proportion to votes
  method webster
allocate dhondt_seats share 100 per land in proportion to votes
  method dhondt
allocate bounded share 100 per land in proportion to votes
  at least 2
  at most 45
  method dhondt
allocate pounds share £59_600_000_000.01 in proportion to votes
  method webster
allocate floored share £10 where land = "X" in proportion to votes
  at least £4
  scale floors to fit
  rounded to £1
  method webster
allocate tied share 3 where land = "Y" method webster
output code, webster_seats, dhondt_seats, bounded, pounds, floored, tied
