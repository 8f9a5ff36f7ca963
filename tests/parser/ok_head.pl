# The head of a file, and what stands for the run.
fund "Place Renewal Fund, round 1" " and the next"
  authority "Department for Places"
  version "2026.1"
  currency GBP
  years begin 04-01
  cite "Prospectus"
section "1. Figures"
  note "As in the prospectus."
use "national.pl"
use indices
param budget = £4.8bn "All of it"
  from 2027-04-01: £5bn
  may be replaced within £4bn .. £6bn
set britain "Great Britain" = ("England", "Scotland", "Wales")
set ages = (16 .. 64, 70 to under 75, 80)
function expo(r, s) = -23 * ln(1 - r) + s
  cite "Appendix"
extern smooth(number, count) number from "libgeo.so" note "native"
