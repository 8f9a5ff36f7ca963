// budget of the fund
param budget = £4m
/* the rest */
param rest = £3m
