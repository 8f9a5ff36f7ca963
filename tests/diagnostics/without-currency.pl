# money without a currency
param pot = £5k
output figures: pot
