dataset place
  column "Code"
  key code
  may be missing
select funded by need highest first
  per region
  take 3
