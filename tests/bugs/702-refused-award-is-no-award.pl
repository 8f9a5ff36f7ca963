# An award that cannot be made was 0 for who asked again, when the exact evaluator was asked about single rows: another award
# went on with that 0, and its error was reported first.
fund "Two that cannot be made"
  currency GBP
dataset place "Places"
  key code
  field region text
allocate second
  share £2 per region
  at most if size = £1 then £1.93 else £0.96
allocate first
  share £100.5
  rounded to £1
band size
  when code = "A" then first
output code, second
