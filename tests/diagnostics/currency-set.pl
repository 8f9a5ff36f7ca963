# --set with a number where money is wanted
fund "F"
  currency CHF
param floor = CHF 3
output figures: floor
