# a param has the value of the last date not after the run's
param rate = 5%
  from 2028-04-01: 6%
  from 2027-04-01: 5.3%
param size = 100
  from 2029-01-01: 200
output figures: rate, size
