let a = "café"
let b = 1 # 
