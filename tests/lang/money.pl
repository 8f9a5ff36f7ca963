# money is exact, prints with pence, and money by money is a number
fund "Shares"
  currency GBP
dataset place
  key code
  field grant money in units of £1k
  field cost money
output code, grant, cost, grant / cost as "ratio", grant - cost as "left", 10% of grant as "tenth", round(cost to £1) as "whole"
output figures: sum(grant), £0.005 as "half", larger(£1, 0) as "l"
