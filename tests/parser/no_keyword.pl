param budget = £4m
budget_per_head = budget / 1000
let a = 1
