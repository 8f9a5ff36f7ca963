let 3rd = 4
param "budget" = £3m
dataset
  key code
