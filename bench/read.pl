fund "What reading alone takes"
currency GBP

dataset place
  missing means "NA"
  key code
  field region text
  field nation text
  field population count
  field unemployment percent if missing use median(unemployment per region)
  field skills percent if missing use mean(skills per nation)
  field productivity money
  field vacancy percent if missing use mean(vacancy per nation)
  field income money
  field deprivation number
  field previous_award money if missing use 0

output figures:
  sum(population), mean(unemployment), mean(skills), mean(productivity), mean(vacancy), mean(income), mean(deprivation), sum(previous_award)
