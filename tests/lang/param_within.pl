# a param stays within its range
param rate = 5% within 4% .. 6%
output figures: rate
