# characters that hide or reorder others, and bytes that are no characters
param a = 1 # ‏
param b = 2 # ‮
param c = 3 # ⁦
param d = 4 # ؜
param e = 5 # ‎
param f = 6 #  
param g = 7 # ﻿
param h = 8 #  
param i = "🌳"
output figures: a, b, c, d, e, f, g, h, i
