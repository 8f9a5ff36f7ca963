# rules about places without a dataset
rule small when people < 100
output small
