# numbers beyond the limits
param a = 1e400
param b = 12345678901234567890123456789012345678901
output figures: a, b
