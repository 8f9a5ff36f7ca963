# The key of B12 is known only roughly in doubles: its cell takes more digits than a double has. Its bounds reach past Z00,
# which stands between, to Z18, with which it ties; the second key then puts it first. Rows were compared again in runs of
# bounds that meet, and a run ended where the next row began behind it, though a later one reached back.
fund "A made-up fund"
  currency GBP

dataset place
  key code
  field height number
  field since  date

score s
  weights add up to 90%
  weight 45% on (round(height to 10 down) - height)
  weight 45% on 0

rank r by (20 / (3 + abs(s))) highest first, since lowest first

output code, s, r by (20 / (3 + abs(s))) highest first, since lowest first
