rule a when kind == "urban" && not rural
rule b when !a || size <> 3;
rule c when size ≥ 3 and size => 2
