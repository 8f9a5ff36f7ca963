rank priority by need descending
rank other by need order by x
score need
  weights 50% on x
allocate a share b in proportion need
