# texts as JSON: quotation marks, backslashes, tabs and line ends are escaped; numbers have no plus and no leading zeros
dataset place
  key code
  field t text
  field n number
output code, t, n
