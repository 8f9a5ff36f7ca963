# tests and scenarios are checked, not run
dataset place
  key code
  field v number
param low = 1
rule small when v < low
test "small" given v = 0 expect small
scenario "higher" low = 2
output code, small
