let a = 10% of budget + top_up
let b = top_up + 10% of budget
let c = 2 * 10% of budget
