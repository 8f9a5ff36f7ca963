# rows print in the order of the data, or as by says; equal ones in key order, those without a value last
dataset place
  key code
  field name text
  field region text
  field people count
  field rate percent
rank r by people highest first where region = "South"
output code
output code, r by r
output code by region lowest first
