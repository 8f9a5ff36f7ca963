# what is long in a summary is cut, and what is left is counted
dataset place
  key code
  field x count
rule r1 "Rule 1" when x > 1
rule r2 "Rule 2" when x > 2
rule r3 "Rule 3" when x > 3
rule r4 "Rule 4" when x > 4
rule r5 "Rule 5" when x > 5
rule r6 "Rule 6" when x > 6
rule r7 "Rule 7" when x > 7
rule r8 "Rule 8" when x > 8
rule r9 "Rule 9" when x > 9
rule r10 "Rule 10" when x > 10
rule r11 "Rule 11" when x > 11
rule r12 "Rule 12" when x > 12
rule r13 "Rule 13" when x > 13
rule r14 "Rule 14" when x > 14
rule r15 "Rule 15" when x > 15
rule r16 "Rule 16" when x > 16
rule r17 "Rule 17" when x > 17
rule r18 "Rule 18" when x > 18
rule r19 "Rule 19" when x > 19
rule r20 "Rule 20" when x > 20
rule r21 "Rule 21" when x > 21
rule r22 "Rule 22" when x > 22
param p1 = 1
assume "assumption 1"
check p1 = 1 "p1 is 1"
param p2 = 2
assume "assumption 2"
check p2 = 2 "p2 is 2"
param p3 = 3
assume "assumption 3"
check p3 = 3 "p3 is 3"
param p4 = 4
assume "assumption 4"
check p4 = 4 "p4 is 4"
param p5 = 5
assume "assumption 5"
check p5 = 5 "p5 is 5"
param p6 = 6
assume "assumption 6"
check p6 = 6 "p6 is 6"
param p7 = 7
assume "assumption 7"
check p7 = 7 "p7 is 7"
param p8 = 8
assume "assumption 8"
check p8 = 8 "p8 is 8"
param p9 = 9
assume "assumption 9"
check p9 = 9 "p9 is 9"
param p10 = 10
assume "assumption 10"
check p10 = 10 "p10 is 10"
param p11 = 11
assume "assumption 11"
check p11 = 11 "p11 is 11"
param p12 = 12
assume "assumption 12"
check p12 = 12 "p12 is 12"
param p13 = 13
assume "assumption 13"
check p13 = 13 "p13 is 13"
param p14 = 14
assume "assumption 14"
check p14 = 14 "p14 is 14"
test "t"
  expect 1 = 1
scenario "s"
  p1 = 3
output code
