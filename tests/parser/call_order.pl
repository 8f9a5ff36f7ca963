let a = mean(x where poor weighted by w)
let b = mean(x per region where poor)
let c = sum(x per region per nation)
