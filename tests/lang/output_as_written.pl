# a column without a name is called as it is written, blanks and comments as one blank, texts as they are
dataset place
  key code
  field n number
  field `a  b` text
output code, n
  +   # one more
  1, n	*  2, `a  b`
  & " #  \" " & `a  b`, n*3
