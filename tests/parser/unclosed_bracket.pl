let a = (1 + 2 * (3 + 4)
let b = 3
let c = round(x to 0.1))
