# a form that does not exist
output figures: 1
