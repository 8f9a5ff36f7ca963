# what is left out in the middle, and what is written around it
table rates on people giving x
  when 3
band b
  when people > 3
let a = 3 between 1 and 5 # people
rule big when people IS BETWEEN 1 AND 5   
rule why when a unless b because it has one already	 
rule long when a unless b because it has one already and has had it for a very long time indeed, as we know
rule hash when a unless b because it has one # already
override people "a" place = 3
score s weight 50% on a per "region of it"
rank r by a highest first per "region"
output code name
set c = ("a" "b")
