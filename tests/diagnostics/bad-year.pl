# a date outside the calendar
param a = 1899-12-31
output figures: a
