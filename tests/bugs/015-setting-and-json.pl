# A --set that cannot be read was reported in words where --messages json came after it.
param a = 1
output figures: a
