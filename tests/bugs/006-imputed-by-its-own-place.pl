# A row whose cell is missing has no place among the cells that are there, and no group by them: it stayed missing.
fund "Bugs"
  currency GBP
dataset place
  key code
  field nation text
  field population count
  field pay money
  field trust percent may be missing
  field size number if missing use zscore(size)
  field depth number if missing use rank(by depth highest first)
  field width number if missing use mean(population per width)
  field good number if missing use mean(zscore(good))
  field fine number if missing use coalesce(zscore(fine), 0)
output code, size, depth, width, good, fine
