let a = if x > 1 then 2 else if y then -z ^ 2 ^ 3 else (1 + 2) * 3 / 4 mod 5
let b = a = 1 and b != 2 and not c < 3
let c = x is not missing or y is missing or z not in (1, 2 .. 3)
let d = "E" & code & "W"
let e = mean(x, y by a highest first weighted by w where c per g, h.i ties average skip missing using type 6)
let f = round(x to £1 half even) + taper(x, 1 -> 4, n -> 0.5) + as_of()
let g = any of (a, b) and all of (c) and number of (d, e) > 1 and any(x where y per z)
let h = award["A", 2027-28] + place.home.`gva per hour` + GBP 250k - missing("confidential")
let not_a_keyword = rank + score + type + cost + key + share + `where`
