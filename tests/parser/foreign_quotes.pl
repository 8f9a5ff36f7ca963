rule a "Single" when kind = 'urban'
rule b “Curly” when kind = “rural”
