# a dataset that names its file, beside the rule file
dataset place
  key code
  from "from_file.data.csv"
  field v number
output code, v
