# a byte that begins nothing, blanks that do not break, and signs
param a = 3 + 4
param b = 3 @ 4
param c = 3 − 4
param d = 3 × 4
param e = 3 ~ 4
param f = “x”
param g = 12e
param h = 12e5k
param i = 1,000
param k = 1.5.2
param l = 31/12/2026
param m = 2026-02-30
param n = 2026-13-01
param o = 5 %
param p = .5
param q = 5.
output figures: a
