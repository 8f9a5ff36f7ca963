# two values of a param from one date
param rate = 5%
  from 2027-04-01: 6%
  from 2027-04-01: 7%
output figures: rate
