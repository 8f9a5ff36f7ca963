"""Random rule files of the usual kind: figures with gaps, who may be funded, a score, a rank, bands, an award.

Made for what is hard to decide: decimals that fall on a tie, thresholds that are met exactly, sums that cancel, weights of 0, divisors next to 0,
outliers, thirds, roots and logarithms, 17 digits; and for tables of which a block of rows holds only a part.
"""
import random

REGIONS = ["North", "South", "East, far", "West", "Ünder"]
LARGE = 5000                                                          # rows, of which the oracle has no use


class Funding:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.counter = 0
        self.lines, self.options = [], []
        self.plain, self.money, self.flags, self.ranks, self.scores = [], [], [], [], []
        self.optional, self.printed = [], []
        self.where = ""
        self.rare = self.r.random() < 0.35                            # roots, logarithms, what few rule files ask for

    def chance(self, p):
        return self.r.random() < p

    def pick(self, things):
        return self.r.choice(list(things))

    def fresh(self, stem):
        self.counter += 1
        return f"{stem}{self.counter}"

    # The table ----------------------------------------------------------------------------------------------------------
    def cells(self, kind):
        """How the cells of one field are drawn: (a cell, some cell that thresholds may be taken from)."""
        r = self.r
        few = lambda pool: (lambda pool=r.sample(pool, min(len(pool), r.randint(2, 9))): self.pick(pool))
        if kind == "count" and self.chance(0.06):                     # next to each other, and near 2^53 when two are added
            return few([str(4503599627370490 + n) for n in range(8)])
        if kind == "count":
            return self.pick([few([str(n) for n in range(1, 13)]), lambda: str(r.randint(1, 400000)), few(["0", "0", "1", "2", "5", "10"]), lambda: str(1000 * r.randint(1, 30))])
        usual = [
            few(["0", "0.5", "1.5", "2.5", "3.5", "7", "0.125", "0.375"]), few(["0.005", "0.015", "0.025", "1.005", "1.115", "2.675"]),
            few([f"{n / 10}" for n in range(1, 40)]), lambda: f"{r.uniform(0, 20):.1f}", lambda: f"{r.uniform(0, 100):.2f}", lambda: f"{r.uniform(-9, 9):.3f}",
            few(["1", "2", "3", "4", "5", "6", "7"]), few(["0.3", "0.6", "0.9", "1.2", "1.5"]), few(["-1", "1", "-2", "2", "-0.5", "0.5"]), few(["3", "6", "9", "1", "2"]),
        ]
        hard = [
            few(["1000000.1", "1000000.2", "1000000.3", "1000000.15"]), few(["0.1", "0.2", "0.3", "0.7", "1.1", "1e15", "123456789012345.6"]),
            few(["0.0001", "0.0000001", "1e-9", "1", "0.3", "2"]), lambda: f"{r.random():.17f}",
            few(["0.12345678901234567", "0.12345678901234568", "12345678901234567", "1.2345678901234567", "0.33333333333333331"]),
            few(["0.12345678901234567", "0.12345678901234568", "0.33333333333333331", "0.33333333333333334", "0.5"]),
        ]
        return self.pick(usual) if self.chance(0.8) else self.pick(hard)

    def table(self):
        r = self.r
        self.n = self.pick([1, 2, 3] + [4, 5, 6, 7, 9, 12] * 2 + [r.randint(13, 60) for _ in range(12)])
        if self.chance(1 / 120):
            self.n = LARGE + r.randint(0, 9)
        self.regions = r.sample(REGIONS, r.randint(1, 4))
        codes = [f"{self.pick('ABCZ')}{i:04}" for i in range(self.n)]
        r.shuffle(codes)
        columns = {"code": codes, "region": [self.pick(self.regions) for _ in range(self.n)], "nation": [self.pick("EWS") for _ in range(self.n)]}
        head = ['dataset place "Places"', "  key code", "  field region text", '  field nation choice ("E", "W", "S")']
        kinds = ["count"] + [self.pick(["number", "number", "percent", "percent", "count", "money"]) for _ in range(r.randint(2, 5))]
        self.seen = {}
        for i, kind in enumerate(kinds):
            self.field(head, columns, f"{kind[:3]}{i}", kind)
        if self.chance(0.3):
            columns["coastal"] = [self.pick(["true", "false"]) for _ in range(self.n)]
            head.append("  field coastal flag")
            self.flags.append("coastal")
        kept = [line.split()[1] for line in head[4:] if " if missing" not in line and " may be" not in line and line.split()[1] in self.seen]
        if kept and self.chance(0.15):
            x = self.pick(kept)
            head.append(f'  keep where {x} {self.pick([">=", "<=", "!="])} {self.threshold(x)} "They are out"')
        self.lines += head
        rows = [list(columns)] + [[column[i] for column in columns.values()] for i in range(self.n)]
        quote = lambda cell: f'"{cell}"' if "," in cell else cell
        self.csv = "".join(",".join(map(quote, row)) + "\n" for row in rows)

    def field(self, head, columns, name, kind):
        draw = self.cells(kind)
        cells = [draw() for _ in range(self.n)]
        if self.n > 1 and len(set(cells)) == 1 and self.chance(0.9):
            cells[0] = "3" if cells[0] != "3" else "4"
        if self.n > 2 and self.chance(0.12):                          # far from all others
            cells[self.r.randrange(self.n)] = self.pick(["1000000000", "2000000000", "100000000000000"])
        policy = self.pick(["", "", "", "impute", "impute", "impute"] + ["optional"] * bool(self.plain))
        line = f"  field {name} {kind}"
        self.seen[name] = sorted(set(cells))
        if policy:
            first = {columns["region"].index(region) for region in columns["region"]} if self.chance(0.9) else set()
            cells = ["" if i not in first and self.chance(0.2) else cell for i, cell in enumerate(cells)]
        if policy == "optional":
            line += " may be missing"
            self.optional.append((name, kind))
        elif policy == "impute":
            line += " if missing use " + self.imputation(name, kind)
        columns[name] = cells
        head.append(line)
        if policy != "optional":
            (self.money if kind == "money" else self.plain).append(name)
        self.printed.append(name)

    def imputation(self, name, kind):
        f = self.pick(["median", "median", "mean", "mean", "max", "min"])
        clause = self.pick(["", "", " per region", " per region", " per region", " per region, nation"] + [" where region = \"North\"" if "North" in self.regions and self.chance(0.3) else ""])
        text = f"{f}({name}{clause})"
        if kind == "count" and f in ("median", "mean"):
            return self.pick([f"floor({text})", f"ceil({text})", f"round({text} to 1)"])
        return text if self.chance(0.9) else self.threshold(name, kind)

    # Expressions ----------------------------------------------------------------------------------------------------------
    def threshold(self, name, kind=None):
        """A figure that a cell meets exactly."""
        kind = kind or {"cou": "count", "num": "number", "per": "percent", "mon": "money"}[name[:3]]
        text = self.pick(self.seen[name])
        sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
        literal = f"£{digits}" if kind == "money" else f"{digits}%" if kind == "percent" else digits
        return f"({sign}{literal})" if sign else literal

    def field_or_let(self):
        """A number without a currency."""
        if self.money and self.chance(0.15):
            return f"({self.pick(self.money)} / {self.pick(['£1', '£3', '£0.7', f'sum({self.pick(self.money)})'])})"
        if self.optional and self.chance(0.1):
            name, kind = self.pick(self.optional)
            if kind != "money":
                return f"coalesce({name}, {self.threshold(name, kind)})"
        return self.pick(self.plain)

    def scaled(self, x):
        """One of the functions that scores are made of."""
        if not self.rare:
            made = self.pick(["minmax({x})", "minmax({x})", "zscore({x})", "zscore({x})", "(1 - minmax({x}))", "(-zscore({x}))", "share({x})", "zscore({x} using sample)",
                              "bands({n} by {x} highest first)", "(11 - bands(10 by {x} lowest first))", "rank(by {x} highest first)", "zscore({x} per nation)"])
            return made.format(x=x, n=self.pick([2, 3, 4, 5, 10]))
        made = self.pick([f"minmax({x})", f"minmax({x})", f"zscore({x})", f"zscore({x})", f"zscore({x} using sample)", f"(1 - minmax({x}))", f"(-zscore({x}))", f"share({x})",
                          f"percentile_rank({x})", f"bands({self.pick([2, 3, 4, 5, 10])} by {x} highest first)", f"(11 - bands(10 by {x} lowest first))", f"rank(by {x} highest first)",
                          f"minmax({x} per region)", f"zscore({x} per nation)", f"mad_score({x})", f"normal_score({x})"])
        constant = "mad_score" in made or "share" in made or x not in self.seen and ("zscore" in made or "minmax" in made)
        return f"coalesce({made}, {self.pick(['0', '0.5', '1'])})" if self.chance(0.85 if " per " in made else 0.5 if constant else 0.05) else made

    def number(self, depth=2):
        x, y = self.field_or_let(), self.field_or_let()
        if depth <= 0 or self.chance(0.1):
            return x
        a, b = self.number(depth - 1), self.number(depth - 1)
        choices = [
            lambda: f"({a} / 3)", lambda: f"({a} / {self.pick(['7', '9', '11', '0.3', '6'])})", lambda: f"({a} + {b})", lambda: f"({a} - {b})", lambda: f"({a} * {b})",
            lambda: f"({x} / 3 + {y} / 3)", lambda: f"(({x} + {y}) / 3)", lambda: f"(0.5 * {x} + 0.5 * {y})", lambda: f"(1/3 * {x} + 2/3 * {y})",
            lambda: f"({a} + 1_000_000_000 - 1_000_000_000)", lambda: f"({x} / 7 * 7 - {x})", lambda: f"({x} / 3 + {x} / 3 + {x} / 3)",
            lambda: f"({x} - mean({x}))", lambda: f"({x} / mean({x} per region))", lambda: f"({x} - median({x} per nation))", lambda: f"({x} / sum({y}))",
            lambda: f"(({x} - min({x})) / (max({x}) - min({x})))", lambda: f"(({x} - mean({x})) / sd({x}))", lambda: f"({x} / larger(abs({y}), {self.pick(['0.000001', '0.3', '1'])}))",
            lambda: f"({x} / {y})" if self.chance(0.2) else f"({x} / (1 + abs({y})))",
            lambda: f"round({a} to {self.pick(['0.01', '0.1', '1', '0.5', '0.005', '10', '0.3'])}{self.pick(['', '', ' half even', ' up', ' down'])})",
            lambda: f"larger({a}, {b})", lambda: f"smaller({a}, {b})", lambda: f"abs({a})", lambda: f"(-{a})", lambda: f"clamp({a}, 0, 10)", lambda: f"above({a}, {b})",
            lambda: f"average({x}, {y})", lambda: f"floor({a})", lambda: f"(if {self.condition(0)} then {a} else {b})",
            lambda: f"({x} * {y} * {self.field_or_let()})", lambda: f"({x} * {y} - {y} * {x})", lambda: f"(({x} + {y}) * ({x} - {y}))",
            lambda: self.scaled(x), lambda: self.scaled(x), lambda: f"mean({a})", lambda: f"sum({x} per region)", lambda: f"(sum({x} * {y}) / sum({y}))",
            lambda: f"quantile({x}, {self.pick(['0.1', '0.25', '1/3', '0.9'])}{self.pick(['', ' per region'])})",
            lambda: f"count(place where {self.condition(0)})", lambda: f"var({x})", lambda: f"number of ({self.condition(0)}, {self.condition(0)})",
            lambda: f"share_of({self.condition(0)} per region)", lambda: f"(max({x} per nation, region) - min({y} per region, nation))",
        ]
        if not self.rare:
            return self.pick(choices)()
        return self.pick(choices + [
            lambda: f"sqrt(abs({a}))", lambda: f"ln(1 + abs({a}))", lambda: f"exp(clamp({a}, -5, 5))", lambda: f"((1 + abs({x})) ^ 0.5)", lambda: f"({x} ^ 2)",
            lambda: f"quantile({x}, {self.pick(['0.1', '0.25', '1/3', '0.9'])} using type {self.r.randint(1, 9)})", lambda: f"mean({x} weighted by abs({y}))",
            lambda: f"cumulative({x} by {y} highest first)", lambda: f"float32({a})", lambda: f"({x} mod 0.3)",
        ])()

    def condition(self, depth=1):
        x = self.pick(self.plain + self.money)
        op = self.pick([">=", "<", ">", "<=", "=", "!="])
        choices = [lambda: f"{x} {op} {self.threshold(x)}"] * 4 if x in self.seen else []
        choices += [lambda: self.pick(self.flags)] * 2 if self.flags else []
        choices += [lambda: f'region in ("{self.pick(REGIONS)}", "{self.pick(REGIONS)}")', lambda: f'nation = "{self.pick("EWS")}"',
                    lambda: f"{x} {op} mean({x})", lambda: f"{x} {op} median({x} per region)", lambda: f"{x} {op} quantile({x}, 0.75)"]
        if x in self.plain:
            choices += [lambda: f"{x} / 3 * 3 {op} {x}", lambda: f"minmax({x}) {op} 0.5", lambda: f"zscore({x}) {op} 0", lambda: f"{x} / 7 {op} {self.pick(self.plain)} / 7",
                        lambda y=self.pick(self.plain): self.pick([f"{x} * {y} {op} {y} * {x}", f"{x} + {y} {op} {y} + {x}", f"({x} + {y}) / 2 {op} average({y}, {x})"]),
                        lambda: f"rank(by {x} highest first) <= {self.pick(['10%', '25%', '(1/3)', '50%'])} of count(place)", lambda: f"{x} in 0 .. {self.pick(['1', '10', '2.5'])}"]
        if self.optional:
            o = self.pick(self.optional)[0]
            choices += [lambda: f"({o} is missing or {o} {op} {self.threshold(o)})", lambda: f"({o} is not missing and {o} {op} {self.threshold(o)})"]
        if depth > 0:
            word = self.pick(["and", "or"])
            choices += [lambda: f"({self.condition(0)} {word} {self.condition(0)})", lambda: f"not ({self.condition(0)})", lambda: f"{self.number(1)} {op} {self.number(1)}",
                        lambda: f"{self.number(1)} {op} {self.pick(['0', '0.5', '1', '1/3'])}"]
        return self.pick(choices)()

    # Declarations -----------------------------------------------------------------------------------------------------------
    def declare_let(self):
        name = self.fresh("let")
        if self.optional and self.chance(0.2) or self.flags and self.chance(0.12):
            return self.declare_gap(name)
        self.lines.append(f"let {name} = {self.number(self.r.randint(1, 3))}")
        self.plain.append(name)
        self.printed.append(name)

    def declare_gap(self, name):
        """A value that some rows do not have: it is printed, and nothing is made of it."""
        plain = [x for x, kind in self.optional if kind != "money"]
        text = f"let {name} = "
        if plain and self.chance(0.7):
            x = self.pick(plain)
            text += self.pick([f"{x} / 3", f"{x} * {self.pick(self.plain)}", f"{x} - mean({x} skip missing)", f"round({x} to 0.1 half even)", f"larger({x}, {self.pick(self.plain)})",
                               f"(if {self.condition(0)} then {x} else {self.pick(self.plain)})", f"{x} / sum({x} per region skip missing)"])
        else:
            text += self.number(1)
        if self.flags and self.chance(0.5):
            text += f" where {self.pick(self.flags)}"
        self.lines.append(text)
        self.printed.append(name)

    def declare_rule(self):
        name = self.fresh("rule")
        text = f'rule {name} "A rule"\n  when {self.condition()}'
        if self.chance(0.4):
            text += f'\n  unless {self.condition()} because "it is so"'
        self.lines.append(text)
        self.flags.append(name)
        self.printed.append(name)

    def clause(self):
        """One restriction for the whole file: what is restricted may only be used under it."""
        return f" where {self.where}" if self.where else ""

    def declare_score(self):
        name = self.fresh("score")
        text = f"score {name}{self.clause()}"
        shares = self.pick([["50%", "50%"], ["1/3", "1/3", "1/3"], ["50%", "30%", "20%"], ["100%"], ["0.6", "0.4"], ["25%", "25%", "25%", "25%"], ["0%", "100%"], ["1/7", "6/7"]])
        for share in shares:
            text += f"\n  weight {share} on {self.pick([self.scaled, self.scaled, lambda x: x, lambda x: self.number(1)])(self.field_or_let())}"
        self.lines.append(text)
        self.scores.append(name)
        self.printed.append(name)

    def order(self):
        keys = []
        for _ in range(self.pick([1, 1, 2])):
            x = self.pick(self.scores) if self.scores and self.chance(0.6) else self.number(self.pick([0, 1, 1, 2]))
            keys.append(f"{x} {self.pick(['highest first', 'lowest first'])}")
        if self.chance(0.05):
            keys.append(self.pick(["region lowest first", "code highest first"]))
        return ", ".join(keys)

    def declare_rank(self):
        name = self.fresh("rank")
        ties = self.pick(["", "", " ties key", " ties key", " ties min", " ties max", " ties dense", " ties average"])
        self.lines.append(f"rank {name} by {self.order()}{ties}{self.pick(['', '', '', ' per region'])}{self.clause()}")
        self.ranks.append(name)
        self.printed.append(name)

    def declare_band(self):
        name = self.fresh("band")
        places = f"count(place{self.clause()})"
        low, high = self.pick([("10%", "40%"), ("30%", "60%"), ("1/3", "2/3"), ("25%", "50%"), ("33.3%", "66.7%")])
        if self.ranks and self.chance(0.7):
            x = self.pick(self.ranks)
            tests = [f"{x} <= {low} of {places}", f"{x} <= {high} of {places}"] if "/" not in low else [f"{x} <= {low} * {places}", f"{x} <= {high} * {places}"]
        else:
            x = self.pick(self.scores + self.plain)
            tests = [f"{x} >= {high}", f"{x} > {low}"]
        values = self.pick([["1", "2", "3"], ['"first"', '"second"', '"third"'], ["0.1", "0.25", "1/3"]])
        self.lines.append(f"band {name}{self.clause()}\n  when {tests[0]} then {values[0]}\n  when {tests[1]} then {values[1]}\n  otherwise {values[2]}")
        self.printed.append(name)

    def declare_allocate(self):
        name = self.fresh("award")
        share = self.pick([100, 1000, 12345, 1000000, 4800000000])
        fair = share / max(self.n / (2 if self.where else 1), 1)
        text = f"allocate {name}\n  share £{share}{self.clause()}"
        if self.chance(0.08):
            text += " per region"
        if self.chance(0.85):
            x = self.pick(self.scores) if self.scores and self.chance(0.5) else self.number(1)
            text += "\n  in proportion to " + self.pick([f"larger({x}, 0)", f"abs({x})", f"(1 + abs({x})) * {self.pick(self.plain[:1])}", f"larger({x}, 0) * abs({self.pick(self.plain)})",
                                                           f"(if {self.condition(0)} then 0 else abs({x}))"])
        method = self.chance(0.15)
        if method:
            text += f"\n  method {self.pick(['webster', 'dhondt'])}"
        amount = lambda x: self.pick([f"£{x:.2f}", f"£{x:.0f}", f"(if {self.condition(0)} then £{x:.2f} else £{x / 2:.2f})"])
        if self.chance(0.4):
            text += f"\n  at least {amount(fair * self.r.uniform(0, 0.6))}"
        capped = self.chance(0.4)
        if capped:
            text += f"\n  at most {amount(fair * self.r.uniform(1.2, 4))}"
        text += self.pick(["", "\n  rounded to £1", "\n  rounded to £1", "\n  rounded to £0.01", "\n  rounded to £10", "\n  rounded to £0.05"])
        if self.chance(0.7):
            text += "\n  leave the rest unspent"
        if capped and self.chance(0.15):
            text += "\n  capped money stays unspent"
        self.lines.append(text)
        self.printed.append(name)
        if self.chance(0.5):
            self.lines.append(self.pick([f"check sum({name}) + unspent({name}) = £{share}", f"check warn {name} <= 10% of £{share}", f"check {name} >= £0"]))

    def declare_output(self):
        names = self.r.sample(self.printed, min(len(self.printed), self.r.randint(2, 9)))
        numbers = set(self.plain + self.scores)
        columns = []
        for name in names:
            columns.append(name + (f" with {self.pick([0, 1, 1, 2, 2, 2, 3, 3, 4, 8, 12])} decimals" if name in numbers and self.chance(0.5) else ""))
        if self.chance(0.3):
            columns.append(f'{self.number(1)} as "made"')
        if self.flags and self.chance(0.3):
            columns.append(f'if {self.pick(self.flags)} then 1 else 0 as "yes"')
        text = "output code, " + ", ".join(columns)
        if self.chance(0.2):
            text += f" where {self.where or self.condition(0)}"
        if self.chance(0.5):
            absent = self.ranks + self.scores
            order = "region, " if self.chance(0.15) else ""
            text += f" by {order}{self.pick(absent) + ' lowest first' if absent and self.chance(0.7) else self.number(1) + ' highest first'}"
        self.lines.append(text)

    def program(self):
        self.table()
        for _ in range(self.r.randint(0, 3)):
            self.declare_let()
        for _ in range(self.r.randint(0, 2)):
            self.declare_rule()
        if self.flags and self.chance(0.5):
            self.where = self.pick(self.flags)
        for kind, most in (("score", 2), ("rank", 2), ("band", 1), ("allocate", 1)):
            for _ in range(self.r.randint(0, most)):
                getattr(self, "declare_" + kind)()
        for _ in range(self.pick([1, 1, 1, 2])):
            self.declare_output()
        return 'fund "A made-up fund"\n  currency GBP\n\n' + "\n".join(self.lines) + "\n", self.csv, self.options
