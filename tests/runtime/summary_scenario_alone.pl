# what is said of one scenario
param rate = 5%
scenario "other" rate = 6% as of 2026-04-01
output figures: rate
