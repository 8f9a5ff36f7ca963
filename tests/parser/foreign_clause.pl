rule eligible
  weight 50% on need
score need
  weight 1 on x
  share budget
let a = 1
  when b
