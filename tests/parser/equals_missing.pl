rule known when pay != missing
rule unknown when pay = missing
