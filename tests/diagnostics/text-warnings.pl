# texts that hide something are kept, and counted
dataset place
  key code
  field name text
output code, name
