let points = if rate > 10% then 3 elif rate > 5% then 2 else 1
