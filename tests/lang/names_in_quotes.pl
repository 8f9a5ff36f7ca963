# names that are no words, or belong to the language, stand in back-quotes
dataset place
  key `area code`
  field `where` text
  field `GVA per hour` number
  field rank count
  field share count
let `if` = share * rank
output `area code`, `where`, `GVA per hour`, `if`, rank(by rank lowest first) as "r"
