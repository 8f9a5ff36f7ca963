rule eligible
  when poor
  unless rich
  cite "3.2"
override place "E1" eligible = true
replace param budget = £3m
let a = 1
