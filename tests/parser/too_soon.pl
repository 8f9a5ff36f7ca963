let a =
let b = 3 +
rule c when
param d = (1 + 2
