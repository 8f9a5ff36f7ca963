# the dataset names a file that is not there
dataset place
  key code
  from "nowhere.csv"
output code
