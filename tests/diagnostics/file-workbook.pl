# a workbook instead of a CSV file
dataset place
  key code
  field v number
output code, v
