let `Start on site = 3
let `` = 4
