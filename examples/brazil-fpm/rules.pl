# Brazil, Fundo de Participação dos Municípios: population gives a municipality one of 18 coefficients, and what a state's
# municipalities get is shared by them. State capitals have a fund of their own. Nothing is illustrative.

fund "Fundo de Participação dos Municípios, FPM-Interior"
  version  "2021"
  currency BRL
  cite     "Decreto-Lei 1.881/1981; Lei 5.172/1966, art. 91; Lei Complementar 62/1989"

dataset municipality "Municipalities, IBGE estimate of 2020"
  key    ibge_code
  field  uf                     text    column "state"
  field  population             count   column "pop2020"
  field  is_capital             flag
  field  published_coefficient  number  column "coefficient"   "What the published table of bands gives"

rule interior_fund "The municipality shares in FPM-Interior"
  when not is_capital
  cite "Lei 5.172/1966, art. 91"

section "1. Coefficients"

# Both edges of a band belong to it. Population is whole, so the bands meet.
band coefficient "Coefficient"
  cite "Decreto-Lei 1.881/1981, art. 1"
  when population <=  10_188  then 0.6
  when population <=  13_584  then 0.8
  when population <=  16_980  then 1.0
  when population <=  23_772  then 1.2
  when population <=  30_564  then 1.4
  when population <=  37_356  then 1.6
  when population <=  44_148  then 1.8
  when population <=  50_940  then 2.0
  when population <=  61_128  then 2.2
  when population <=  71_316  then 2.4
  when population <=  81_504  then 2.6
  when population <=  91_692  then 2.8
  when population <= 101_880  then 3.0
  when population <= 115_464  then 3.2
  when population <= 129_048  then 3.4
  when population <= 142_632  then 3.6
  when population <= 156_216  then 3.8
  otherwise                        4.0

section "2. Shares"

# What a state gets is fixed by law and not in this file; inside the state the money follows the coefficients. The Federal
# District is one municipality, a capital, and has no part.
let share_of_state "Part of what the state's municipalities get"
  = coefficient / sum(coefficient where interior_fund per uf)
  where interior_fund
  cite "Lei 5.172/1966, art. 91, § 2"

section "3. Against what was published"

compare coefficient with published_coefficient   "The coefficient of every municipality"

check count(municipality) = 5_570                                            "All municipalities are in the file"
check sum(population) = 211_755_692                                          "All inhabitants, as published"
check count(municipality where coefficient = 0.6) = 2_479                    "Lowest band"
check count(municipality where coefficient = 4.0) = 190                      "Highest band"
check count(municipality where coefficient = 4.0 and interior_fund) = 163    "Highest band without the capitals"
check sum(share_of_state where interior_fund) = 26                           "The shares of 26 states are 1 each, exactly"

test "the upper edge belongs to the band"
  given population = 10_188
  expect coefficient = 0.6

test "one inhabitant more is the next band"
  given population = 10_189
  expect coefficient = 0.8

output ibge_code, coefficient with 1 decimals, share_of_state as percent with 4 decimals
