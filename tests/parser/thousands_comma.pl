param floor = £5,000
param limit = 1,250,000
set bands = (10,200, 30)
