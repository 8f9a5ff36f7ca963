# ln, exp, sqrt and single precision at the edges: an error that nobody asks for, squares, halves between two singles.
dataset place
  key code
  field n number
  field m number may be missing

let root = if n >= 0 then sqrt(n) else -1
let log  = if n > 0 then ln(n) else -1
let safe = if n < 20 and n > -100 then exp(n) else 0

output code, root, log with 12 decimals, safe with 3 decimals, sqrt(m), float32(n), root >= 3, n ^ 2 with 1 decimals, (n * n) ^ 0.5, float32(root / 3) with 12 decimals
  by float32(log) highest first, code asc
