split budget into social 45% "Social infrastructure", physical 55%
  rounded to £1
  cite "4"
allocate award share budget where eligible per nation
  in proportion to need * population
  starting from £200k at least £250k at most 40% of home.award at most £60m
  rounded to £1k half even method webster
  leave the rest unspent scale floors to fit capped money stays unspent
  over 2026-27 .. 2028-29 profile (20%, 30%, 50%)
allocate yearly share budget / 10 each year 2026-27 .. 2035-36 in equal parts
pay upkeep = £3 * residents where eligible within £4m scale to fit rounded to £1 up per region
select funded where fundable by priority cost requested within £1bn take 49
  at least 1 per theme at most 3 per region, nation at most £4m
  skip unaffordable reserve 5
