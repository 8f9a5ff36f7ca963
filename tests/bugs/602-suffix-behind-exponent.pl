# A number with both an exponent and a suffix was taken, although the language has none: 12e5k was 1,200,000,000.
fund "F"
  currency GBP
param a = 12e5k
param b = £1.5E+2bn
param c = 12e5 * 1_000
param d = 2e3million
output figures: a, b, c, d
