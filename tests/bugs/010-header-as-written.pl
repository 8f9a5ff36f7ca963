# A text that ends with a backslash, and a name with a quote or a # in it, were misread in the header.
let `a  "#b` = 3
output figures: "a\\"   &   "b  c", `a  "#b`   +   1, `a  "#b`
