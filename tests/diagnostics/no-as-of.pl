# a run without a date
output figures: as_of
