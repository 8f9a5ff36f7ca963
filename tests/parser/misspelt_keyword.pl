fund "Place Renewal Fund"
parm budget = £4m
dataset place "Places"
  key code
  feild name text
ruel poor "It is poor"
  when rate > 5%
