output code, rate as percentage with 1 decimal, name as Name
output a with two decimals
