# minmax is made of a min and a max. Where the numbers are no whole ones of a small unit, the exact evaluator is asked for both, and
# was asked for minmax(x) instead, as if it were one figure: nothing came of it, and the rule held for nobody.
fund "Asked for a part of a score"
dataset place "Places"
  key code
  field x number
rule low "Below the middle"
  when minmax(x) < 0.5
output code, low, zscore(x) as "z", minmax(x) as "m"
