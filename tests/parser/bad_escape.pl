let a = "a\qb"
let b = "c:\temp"
