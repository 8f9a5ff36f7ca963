# texts that a spreadsheet would run, in keys, cells, headers and figures; numbers, also those in texts, stay as they are
fund "Small fund"
  currency GBP
dataset place "Places"
  key code
  field name text
  field change number
output code, name, change, -change, "=1" & name as "@formula", name as "full ＝"
output figures: sum(change) as "+sum", only(name where code = "plain") as "name", -2
