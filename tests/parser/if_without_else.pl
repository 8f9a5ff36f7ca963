let a = if rural then 3
let b = if rural then 3, 4
