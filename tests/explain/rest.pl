# The amount is no whole number of units: what is above them is left over first, and lambda shares the rest.
fund "Boxes" version "1" currency GBP

dataset place
  key   code
  field people count

allocate boxes "Money for boxes, £7 each"
  share £100
  in proportion to people
  at least £7
  rounded to £7
  leave the rest unspent

output code, boxes
