let a = 3 population
rule b when rate > 5% small
