let café = 3
let `café crème` = café
