# a text among eight others or more is looked up, not compared with one after another: `a` to `h` are in, `z` is not
dataset place
  key code
  field s text may be missing
set many = ("a", "b", "c", "d", "e", "f", "g", "h", "a")
output code, s in many as "set", s in ("h", "g", "f", "e", "d", "c", "b", "a") as "list", s not in many as "not"
