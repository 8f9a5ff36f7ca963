# --set comes before dates, may be an expression of other params, and reaches those that rest on it
param rate = 5%
  from 2027-04-01: 5.3%
param double = rate * 2
param other = 1%
output figures: rate, double as percent, other
