# the first row that holds, in the order written
dataset place
  key code
  field v number
band label
  when v >= 20 then "high"
  when v >= 10 then "middle"
  otherwise "low"
band amount
  when v > 5 then v * 2
  otherwise 0
output code, label, amount, label = "high" as "top"
