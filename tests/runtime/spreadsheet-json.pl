# --spreadsheet is about CSV; anything else is wrong use
output figures: 1
