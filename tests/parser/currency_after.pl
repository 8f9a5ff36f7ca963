param budget = 250 €
param rate = 5 %
