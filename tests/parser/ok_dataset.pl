dataset place "Districts"
  from "places.csv"
  thousands ","
  missing means "NA", ".."
  key code, year
  keep where nation != "Wales" "Wales has its own fund"
  field `Start on site` date "When it begins"  may be missing
  field nation choice ("England", "Wales")  column "Nation"
  field rate percent  if missing use median(rate per nation)  missing means gss
  field debt money  in units of £1_000
  field open flag ("Y", "N")
  link home to region by region_code  may be missing
  row "A", 2024, 5.1%
dataset district groups place by district_code
