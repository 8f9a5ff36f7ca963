# texts join, compare by bytes and are quoted when printed
dataset place
  key code
  field name text
  field kind choice ("big", "small")
let label = name & " (" & kind & ")"
output code, label, name = "ash" as "same", kind = "big" as "large", "q\"" & "\\" as "escapes" by name
