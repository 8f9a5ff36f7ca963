# what is said of tests and scenarios
param rate = 5%
test "one" expect rate = 5%
scenario "other" rate = 6%
output figures: rate
