# a currency without decimals: whole yen are shared
fund "En" currency JPY
dataset place
  key code
  field v number
allocate award
  share ¥100
  in proportion to v
output code, award, award / 3 as "third"
