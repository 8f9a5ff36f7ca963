let a = 5x
param b = £3M
param c = 2.5mn
let d = .5
