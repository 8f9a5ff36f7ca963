# The smallest run that has each part of a report: a score with a cut-off, an award, a check, a filled-in cell.
fund "Two places" authority "A test" version "1" currency GBP
param pot = £30 "What there is"
dataset place
  key   code
  field name    text
  field people  count
  field rate    percent  if missing use 5%
section "Who"
rule weak "Its rate is high" when rate >= 5% cite "1"
section "How much"
score need "Need" weight 100% on rate
band group when need >= 6% then "high" otherwise "low"
allocate award "Grant" share pot where weak in proportion to people rounded to £1
check sum(award) = pot "All of it"
assume "Rates are of one year" on need
output code, name, need, group, award by award highest first
