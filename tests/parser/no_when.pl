rule eligible "The place may be funded"
  cite "3.2"
score need "Need"
dataset place "Places"
  field name text
rank priority where eligible
allocate award where eligible
test "nothing is expected"
  given a = 1
