# --data NAME=FILE read the file whatever the name.
dataset place
  key code
output code
