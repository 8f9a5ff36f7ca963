#!/usr/bin/env python3
"""Random rule files with their tables, well typed by construction and mostly valid.

Usage: generate.py SEED        prints a rule file, a line of four dashes, the table, and the options of the run.

An expression is made for a wanted type in a context: whether it may use the row, which facts hold there, and whether it
must be certain (not missing) and exist (be applicable). What is made says whether it may be missing and what it needs to
exist; so only names that a valid program may use are used.
"""
import random
import sys

import funding

PLACE = "place"
USUAL = 0.6                                                            # of the programs are those of funding.py
PLAIN = ("number", "percent", "count")
REGIONS = ["North", "South", 'The "West"', "East, far", "Ünder"]
UNITS = {"£1": 1, "£0.05": 0.05, "£10": 10, "£0.01": 0.01, "£2.50": 2.5, "£3": 3, "£0.5": 0.5}


class Value:
    """A declared name: its type, whether it has rows, may be missing, and the conditions under which it exists."""

    def __init__(self, name, kind, rows=True, optional=False, needs=(), what="let", words=()):
        self.name, self.kind, self.rows, self.optional = name, kind, rows, optional
        self.needs, self.what, self.words = frozenset(needs), what, words


class Context:
    def __init__(self, rows=True, facts=frozenset(), certain=True, exists=True, depth=3, pure=False, settled=False):
        self.pure = pure                                           # texts only, no choices
        self.settled = settled                                     # functions over the table that may fail stand in coalesce
        self.rows, self.facts, self.certain, self.exists, self.depth = rows, facts, certain, exists, depth

    def but(self, **changes):
        made = Context(**self.__dict__)
        made.__dict__.update(changes)
        return made

    def deeper(self, n=1):
        return self.but(depth=self.depth - n)


class Made:
    """An expression: its text, whether it may be missing, what it needs to exist beyond the facts where it stands."""

    def __init__(self, text, optional=False, needs=frozenset()):
        self.text, self.optional, self.needs = text, optional, needs


def joined(template, *parts):
    return Made(template.format(*(p.text for p in parts)), any(p.optional for p in parts), frozenset().union(*(p.needs for p in parts)))


def bare(text):
    """An expression without brackets around all of it."""
    depth = 0
    for i, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if depth == 0:
            return text[1:i] if text.startswith("(") and i == len(text) - 1 else text
    return text


class Generator:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.values, self.lines, self.counter = [], [], 0
        self.conjuncts = {}                                        # condition -> the facts it gives
        self.sets, self.functions, self.allocations, self.options = [], [], [], []
        self.kept = frozenset()
        self.as_of = self.r.random() < 0.3

    def chance(self, p):
        return self.r.random() < p

    def pick(self, things):
        return self.r.choice(list(things))

    def fresh(self, stem):
        self.counter += 1
        return f"{stem}{self.counter}"

    # The table ----------------------------------------------------------------------------------------------------------
    def pools(self):
        """Values cells and literals share, so that thresholds are met exactly and rows tie."""
        r = self.r
        big = r.random() < 0.15
        numbers = ["0", "1", "-1", "0.5", "2.5", "-2.5", "0.125", "3", "7", "1e3", "10", "0.1", "0.2", "0.3", "-0.0", "100", "1.005"]
        numbers += [str(r.randint(-50, 50)) for _ in range(6)] + [f"{r.uniform(-9, 9):.2f}" for _ in range(5)]
        if big:
            numbers += ["12345678901234567", "0.12345678901234567", "1e-30", "1e25", "-99999999999999.125", "9007199254740993"]
        self.pool = {
            "number": numbers,
            "percent": ["0", "5", "5.1", "10", "12.5", "33.3", "100", "0.05", "-2.5", "7.25"] + [f"{r.uniform(0, 40):.1f}" for _ in range(8)],
            "count": ["1", "2", "3", "5", "10", "12", "100", "250", "1000", "1500"] + [str(r.randint(1, 4000)) for _ in range(8)] + (["0"] if self.chance(0.3) else [])
                     + (["98765432109876543"] if big else []),
            "money": ["0", "10", "12.5", "0.005", "99.99", "250", "1000", "1.005"] + [f"{r.uniform(0, 900):.2f}" for _ in range(8)],
            "date": [f"{r.randint(2015, 2025)}-{r.randint(1, 12):02}-{r.randint(1, 28):02}" for _ in range(8)] + ["2020-02-29"],
        }
        self.regions = r.sample(REGIONS, r.randint(1, 4))

    def spelled(self, kind, text, thousands):
        """One of the spellings of a cell."""
        r = self.r
        if kind == "count":
            n = int(text)
            return self.pick([text, text, text, f"{n}.0", f"+{n}", f"0{n}"] + ([f"{n:,}"] * 2 if thousands else []) + ([f"{n // 10}e1"] if n % 10 == 0 else []))
        if kind == "percent":
            return text + self.pick(["", "", "%"])
        if kind == "money":
            return self.pick(["", "", "£", "+", "+£", "£+", "GBP ", "GBP"]) + text
        if kind == "number" and not text.startswith("-") and self.chance(0.1):
            return "+" + text
        return text

    def table(self):
        r = self.r
        self.pools()
        self.n = self.pick([0, 1, 2, 3] + [4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25] * 3)
        thousands = self.chance(0.3)
        profile = self.chance(0.4)
        head = [f'dataset {PLACE} "Places"', self.pick(["  key code"] * 6 + ["  key region, code"])]
        if thousands:
            head.append('  thousands ","')
        if profile:
            head.append(self.pick(["  missing means gss", '  missing means "NA", ".."']))
        markers = ["", ""] + ([] if not profile else ["[c]", "[x]", "[low]"] if "gss" in head[-1] else ["NA", ".."])
        columns = {"code": [f"{self.pick('ABCabZ')}{i:02}" for i in range(self.n)]}
        r.shuffle(columns["code"])
        fields = [("name", "text"), ("region", "text")]
        kinds = ["count", "number", "percent", "money", "flag", "choice", "date"]
        fields += [(k[:3] + str(i), k) for i, k in enumerate(["count", "number"] + [self.pick(kinds) for _ in range(r.randint(2, 5))])]
        self.values.append(Value("code", "text", what="key"))
        for name, kind in fields:
            self.field(head, columns, name, kind, markers, thousands)
        keep = [v for v in self.values if v.what == "field"]
        if self.chance(0.2):
            v = self.pick(keep)
            if v.optional and self.chance(0.8):
                condition = f"{v.name} is not missing"
            elif v.kind in ("count", "percent", "number") and not v.optional and v.name not in self.imputed:
                condition = f"{v.name} >= {self.literal(v.kind)}"
            elif v.kind == "flag" and not v.optional and v.name not in self.imputed:
                condition = v.name
            else:
                condition = 'code != "A00"'
            head.append(f'  keep where {condition} "They are out"')
            self.kept = self.closure(condition)
        self.head = head
        order = list(columns)
        if self.chance(0.5):
            r.shuffle(order)
        quote = lambda c: '"' + c.replace('"', '""') + '"' if any(x in c for x in ',"\n') or (c and self.chance(0.03)) else c
        rows = [order] + [[columns[c][i] for c in order] for i in range(self.n)]
        end = self.pick(["\n", "\n", "\r\n"])
        self.csv = "".join(",".join(map(quote, row)) + end for row in rows)

    def field(self, head, columns, name, kind, markers, thousands):
        r = self.r
        words = ()
        spelled_kind = kind
        if kind == "choice":
            words = tuple(r.sample(["low", "mid", "high", "x y"], r.randint(2, 4)))
            spelled_kind = "choice (" + ", ".join(f'"{w}"' for w in words) + ")"
        elif kind == "flag" and self.chance(0.4):
            words = ("Y", "N")
            spelled_kind = 'flag ("Y", "N")'
        cells = []
        few = r.sample(self.pool[kind], min(len(self.pool[kind]), r.randint(2, 12))) if kind in self.pool else None
        for i in range(self.n):
            if name == "name":
                cells.append(self.pick(["Aber", "Böle", "Cor, N", 'D "x"', "Ely", "Fo"]) + str(i if self.chance(0.8) else 1))
            elif name == "region":
                cells.append(self.pick(self.regions))
            elif kind == "choice":
                cells.append(self.pick(words))
            elif kind == "flag":
                cells.append(self.pick(words or ("true", "false", "1", "0")))
            elif kind == "text":
                cells.append(self.pick(["a", "b", "c c"]))
            else:
                cells.append(self.spelled(kind, self.pick(few), thousands))
        line = f"  field {name} {spelled_kind}"
        policy = "none" if name in ("name", "region") else self.pick(["none", "none", "optional", "impute"])
        if policy != "none":
            cells = [self.pick(markers) if self.chance(0.25) else c for c in cells]
        elif self.n and self.chance(0.01):
            cells[0] = self.pick(["", "rubbish", " 1"])                   # an error in the data
        if kind in ("count", "money") and self.chance(0.12):
            line += self.pick([" in units of 10", " in units of 1k"]) if kind == "count" else self.pick([" in units of £1k", " in units of £0.5"])
        header = name
        if self.chance(0.2):
            header = name.upper() + self.pick([" (£)", ", total", ""])
            line += ' column "{}"'.format(header)
        columns[header] = cells
        if policy == "optional":
            line += " may be missing"
        elif policy == "impute":
            line += " if missing use " + self.imputation(name, kind, words)
            self.imputed.add(name)
        self.values.append(Value(name, kind, optional=policy == "optional", what="field", words=words if kind == "choice" else ()))
        head.append(line)

    imputed = set()

    def imputation(self, name, kind, words):
        literal = self.literal(kind, words)
        if kind in PLAIN + ("money",):
            inner = self.pick(["{f}({n})", "{f}({n} per region)", "{f}({n} where region != \"North\")"]).format(f=self.pick(["mean", "median", "max", "min"]), n=name)
            text = f"coalesce({inner}, {literal})"
            if kind == "count":
                text = f"floor({text})"
            return self.pick([literal, text, text])
        if kind in ("date", "flag"):
            return literal
        return self.pick([literal, literal, f"coalesce(only({name} where code = \"A00\"), {literal})"])

    # Literals and conditions ----------------------------------------------------------------------------------------------
    def literal(self, kind, words=()):
        r = self.r
        if kind == "flag":
            return self.pick(["true", "false"])
        if kind == "text":
            return '"' + self.pick(["a", "b", "x, y", "North", "South", 'q \\"r\\"']) + '"'
        if kind == "choice":
            return f'"{self.pick(words)}"'
        if kind == "date":
            return self.pick(self.pool["date"])
        text = self.pick(self.pool[kind])
        sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
        if kind == "money":
            return self.pick([f"£{digits}", f"£{digits}", f"GBP {digits}", "£1k", "£250"])
        if kind == "percent":
            return f"({sign}{digits}%)" if sign else f"{digits}%"
        if kind == "count":
            return self.pick([digits, digits, "1k", "1_000", "2.5k"])
        if float(digits) == int(float(digits)):
            digits = self.pick(["0.5", "2.25", "0.1", "1.5"])
        return f"({sign}{digits})" if sign else digits

    def closure(self, condition):
        found = {condition}
        for fact in self.conjuncts.get(condition, ()):
            found |= self.closure(fact)
        return frozenset(found)

    def allowed(self, v, ctx):
        if v.rows and not ctx.rows:
            return False
        if ctx.certain and v.optional and f"{v.name} is not missing" not in ctx.facts:
            return False
        return not ctx.exists or v.needs <= ctx.facts

    def leaf(self, kind, ctx, words=None):
        """A name or a literal."""
        names = [v for v in self.values if v.kind == kind and self.allowed(v, ctx) and (words is None or v.words == words)]
        if kind == "text" and not ctx.pure:
            names += [v for v in self.values if v.kind == "choice" and self.allowed(v, ctx)]
        if names and self.chance(0.8):
            v = self.pick(names)
            return Made(v.name, v.optional and f"{v.name} is not missing" not in ctx.facts, v.needs - ctx.facts)
        return Made(self.literal(kind, words or ("low",)))

    def condition(self, ctx, depth=1):
        """A condition: certain, and it exists."""
        ctx = ctx.but(certain=True, exists=True, depth=depth)
        rules = [v for v in self.values if v.what == "rule"]
        if rules and ctx.rows and self.chance(0.5):
            return self.pick(rules).name
        return self.make("flag", ctx).text

    # Expressions ----------------------------------------------------------------------------------------------------------
    def make(self, kind, ctx):
        if ctx.depth <= 0 or self.chance(0.12):
            return self.leaf(kind, ctx)
        if ctx.certain and ctx.rows and self.chance(0.12):
            optional = [v for v in self.values if v.kind == kind and v.optional and v.needs <= ctx.facts]
            if optional and kind != "choice":
                v = self.pick(optional)
                other = self.make(kind, ctx.deeper().but(exists=True))
                return self.pick([Made(f"coalesce({v.name}, {other.text})"), Made(f"(if {v.name} is missing then {other.text} else {v.name})")])
        if self.chance(0.1):
            return self.make_if(kind, ctx)
        if self.chance(0.04) and kind != "flag":
            return joined("coalesce({}, {})", self.make(kind, ctx.deeper().but(exists=True, settled=True)), self.make(kind, ctx.deeper().but(certain=True, exists=True)))
        return getattr(self, "make_" + ("text" if kind == "choice" else kind))(ctx)

    def make_if(self, kind, ctx):
        condition = self.condition(ctx)
        yes = self.make(kind, ctx.deeper().but(facts=ctx.facts | self.closure(condition)))
        return joined("(if {} then {} else {})", Made(condition), yes, self.make(kind, ctx.deeper()))

    def numbers(self, kind, ctx):
        """Productions that number, percent, count and money share."""
        d = ctx.deeper()
        two = lambda t: joined(t, self.make(kind, d), self.make(kind, d))
        low, high = sorted([self.literal(kind) for _ in range(2)], key=lambda t: float("".join(c for c in t if c in "0123456789.") or 0))
        choices = [
            lambda: two("({} + {})"), lambda: two("({} - {})"), lambda: two("larger({}, {})"), lambda: two("smaller({}, {})"),
            lambda: joined("abs({})", self.make(kind, d)), lambda: joined("(-{})", self.make(kind, d)), lambda: two("above({}, {})"),
            lambda: joined("larger({}, {}, {})", self.make(kind, d), self.make(kind, d), self.make(kind, d)),
            lambda: joined("clamp({}, {}, {})", self.make(kind, d), Made(low), Made(f"({high} + {low})")) if "-" not in low + high and "k" not in low + high and "_" not in low + high else two("({} + {})"),
            lambda: self.safe(kind, ctx, self.group("{f}({x}{w}{c})", kind, ctx, self.pick(["min", "max"]), weights=False)),
            lambda: self.group("sum({x}{c})", kind, ctx, "sum", weights=False),
        ]
        if kind != "count":
            choices += [
                lambda: self.safe(kind, ctx, self.group("{f}({x}{w}{c})", kind, ctx, self.pick(["mean", "median", "mean", "sd"]))),
                lambda: self.safe(kind, ctx, self.group("quantile({x}, " + self.pick(["25%", "50%", "0.9", "1/3", "100%", "0"]) + "{c}" + self.pick(["", f" using type {self.r.randint(1, 9)}"]) + ")", kind, ctx, "quantile", weights=False)),
                lambda: two("average({}, {})"),
            ]
        if ctx.rows:
            choices.append(lambda: self.each_row("cumulative({x} by {o}{c})", kind, ctx))
            if kind != "count":
                quota = self.literal(kind).strip("()-") if kind != "money" else "£250"
                last = ", code lowest first" if self.chance(0.95) else ""
                choices.append(lambda: self.each_row("take({x}, " + quota + " by {o}" + last + "{c})", kind, ctx, positive=True))
        return choices

    def safe(self, kind, ctx, made):
        """A function of rows that may be none: usually settled."""
        if not ctx.settled and (self.n > 2 and "where" not in made.text and self.chance(0.8) or self.chance(0.1)):
            return made
        return Made(f"coalesce({made.text}, {self.literal(kind)})", False, made.needs)

    def make_count(self, ctx):
        d = ctx.deeper()
        choices = self.numbers("count", ctx) + [
            lambda: joined("({} * {})", self.leaf("count", ctx), self.leaf("count", ctx)),
            lambda: joined("({} mod {})", self.make("count", d), Made(self.pick(["7", "10", "3"]))),
            lambda: joined("floor({})", self.make(self.pick(["number", "percent"]), d)), lambda: joined("ceil({})", self.make("number", d)),
            lambda: joined("number of ({}, {}, {})", self.make("flag", d), self.make("flag", d), self.make("flag", d)),
            lambda: joined("years_between({}, {})", self.make("date", d), self.make("date", d)),
            lambda: self.group("count(" + PLACE + "{c})", "count", ctx, "count", weights=False),
            lambda: joined("{} + {} * {} - {} mod 3", *(self.leaf("count", ctx) for _ in range(4))),
        ]
        choices[-1] = lambda made=choices[-1]: joined("({})", made())
        if ctx.rows:
            choices += [lambda: self.each_row("rank(by {o}{c}{t})", None, ctx)] * 2
            choices += [lambda: self.each_row("bands(" + str(self.r.randint(1, 10)) + " by {o}{c})", None, ctx),
                        lambda: self.each_row("ntile(" + str(self.r.randint(1, 5)) + " by {o}, code lowest first{c})", None, ctx)]
        return self.pick(choices)()

    def denominator(self, ctx):
        x = self.make(self.pick(PLAIN), ctx.deeper())
        return self.pick([lambda: joined("larger(abs({}), 1)", x), lambda: joined("(1 + {} ^ 2)", x), lambda: Made(self.pick(["3", "7", "0.3", "11", "2.5"])),
                          lambda: joined("(3 + abs({}))", x), lambda: x if self.chance(0.25) else Made("3")])()

    def make_number(self, ctx):
        d = ctx.deeper()
        plain = lambda: self.make(self.pick(PLAIN), d)
        choices = self.numbers("number", ctx) + [
            lambda: joined("({} / {})", plain(), self.denominator(ctx)), lambda: joined("({} / {})", plain(), self.denominator(ctx)),
            lambda: joined("({} * {})", self.make("number", d), plain()),
            lambda: joined("({} + {})", self.make("percent", d), self.make("number", d)),
            lambda: joined("({} * {})", self.make("percent", d), self.make("percent", d)),
            lambda: joined("({} of {})", self.leaf("percent", ctx), self.leaf("number", ctx)),
            lambda: joined("({} / {})", self.make("money", d), joined("(£1 + abs({}))", self.make("money", d))),
            lambda: joined("({} mod {})", self.make("number", d), Made(self.pick(["0.3", "7", "2.5", "(-3)"]))),
            lambda: joined("({} ^ {})", self.make("number", d), Made(self.pick(["2", "3", "0", "2"]))),
            lambda: joined("({} ^ {})", joined("(1 + abs({}))", plain()), Made(self.pick(["0.5", "(1/3)", "-1", "-0.7", "1.5", "-2", "0.25"]))),
            lambda: joined("sqrt({})", joined("abs({})", plain())), lambda: joined("ln({})", joined("(0.5 + abs({}))", plain())),
            lambda: joined("exp({})", joined("clamp({}, -20, 20)", plain())),
            lambda: joined("round({} to {}{})", self.make(self.pick(["number", "count"]), d), Made(self.pick(["0.01", "0.5", "1", "10", "0.3", "2.5"])), Made(self.pick(["", " half even", " up", " down", ""]))),
            lambda: joined("taper({}, 0 -> {}, 2.5 -> {}, 100 -> {})", plain(), *(self.make("number", d.deeper()) for _ in range(3))),
            lambda: joined("float32({})", plain()),
            lambda: joined("{} + {} * {} ^ 2 - -{} / 7", *(self.leaf("number", ctx) for _ in range(4))),
            lambda: self.safe("number", ctx, self.group("{f}({x}{w}{c})", "count", ctx, self.pick(["mean", "sd", "var"]))),
            lambda: self.safe("number", ctx, self.group("share_of({x}{w}{c})", "flag", ctx, "share_of")),
            lambda: self.safe("number", ctx, self.group("{f}({x}{w}{c})", self.pick(["count", "money"]), ctx, self.pick(["gini", "theil", "hoover", "gini"]), positive=True)),
            lambda: self.safe("number", ctx, self.group("{f}({x}{c})", "count", ctx, self.pick(["cv", "ratio_90_10"]), positive=True, weights=False)),
            lambda: self.safe("number", ctx, self.group("{f}({x}, region{w}{c})", "count", ctx, self.pick(["theil_within", "theil_between"]), positive=True, per=False)),
            lambda: self.group("sum({x} weighted by {W}{c})", self.pick(PLAIN), ctx, "sum"),
        ]
        heavy = self.pick([2, 5, 20, 40])
        choices.append(lambda: self.safe("number", ctx, self.group("{f}(1 / (1 + abs({x})) ^ " + str(heavy) + "{w}{c})", self.pick(PLAIN), ctx,
                                                                   self.pick(["sum", "mean", "var", "sd"]))))
        if self.chance(0.01):
            choices = [lambda: joined("({} ^ {})", self.make("number", d), Made(self.pick(["400", "(-3_000)", "20_000"]))),
                       lambda: joined("exp({})", self.make("number", d)), lambda: joined("ln({})", self.make("number", d))]
        if self.functions and ctx.rows:
            choices += [lambda: self.call(ctx)] * 2
        if ctx.rows:
            arg = lambda: self.pick(PLAIN + ("money",))
            choices += [lambda: self.each_row("{f}({x}{c})", arg(), ctx, self.pick(["zscore", "minmax", "mad_score", "share", "percentile_rank", "normal_score"]))] * 4
            choices += [lambda: self.each_row("rank(by {o}{c} ties average)", None, ctx)]
        made = self.pick(choices)()
        return made if made.text.endswith(")") and made.text.count("(") else joined("({})", made)

    def make_percent(self, ctx):
        return self.pick(self.numbers("percent", ctx))()

    def make_money(self, ctx):
        d = ctx.deeper()
        choices = self.numbers("money", ctx) + [
            lambda: joined("({} * {})", self.make("money", d), self.make(self.pick(PLAIN), d)),
            lambda: joined("({} * {})", self.make(self.pick(PLAIN), d), self.make("money", d)),
            lambda: joined("({} of {})", self.leaf("percent", ctx), self.leaf("money", ctx)),
            lambda: joined("({} / {})", self.make("money", d), self.denominator(ctx)),
            lambda: joined("({} mod {})", self.make("money", d), Made(self.pick(["£7", "£0.3"]))),
            lambda: joined("round({} to {}{})", self.make("money", d), Made(self.pick(UNITS)), Made(self.pick(["", " half even", " up", " down"]))),
            lambda: self.group("sum({x} weighted by {W}{c})", "money", ctx, "sum"),
        ]
        if self.allocations:
            choices.append(lambda: Made(f"unspent({self.pick(self.allocations)})"))
        return self.pick(choices)()

    def make_date(self, ctx):
        if self.as_of and self.chance(0.1):
            return Made("as_of")
        return self.leaf("date", ctx)

    def make_text(self, ctx):
        d = ctx.deeper()
        choices = [lambda: self.leaf("text", ctx)] * 3 + [lambda: joined("({} & {})", self.make("text", d), self.make("text", d)),
                   lambda: Made(f'coalesce(only({self.pick(["name", "region"])} where code = "{self.pick(["A01", "B02", "a03"])}"), "none")')]
        if ctx.rows:
            reasons = [v for v in self.values if v.what == "field" and v.optional]
            if reasons:
                choices.append(lambda: Made(f"why_missing({self.pick(reasons).name})"))
            if self.chance(0.2):
                choices.append(lambda: Made(f"coalesce(mode({self.pick(['region', 'code'])}), \"-\")"))
        return self.pick(choices)()

    def make_flag(self, ctx):
        d = ctx.deeper()
        def compare():
            kind = self.pick(PLAIN + ("money",))
            names = [v for v in self.values if v.kind == kind and v.rows and self.allowed(v, ctx)]
            if names and self.chance(0.6):
                v = self.pick(names)
                return joined("({} {} {})", Made(v.name, v.optional and f"{v.name} is not missing" not in ctx.facts, v.needs - ctx.facts),
                              Made(self.pick(["=", "!=", "<", "<=", ">", ">="])), Made(self.literal(kind)))
            return joined("({} {} {})", self.make(kind, d), Made(self.pick(["=", "!=", "<", "<=", ">", ">="])), self.make(kind, d) if self.chance(0.5) else Made(self.literal(kind)))
        def equal():
            kind = self.pick(["text", "flag", "date"])
            return joined("({} {} {})", self.make(kind, d.but(pure=True)), Made(self.pick(["=", "!="])), self.make(kind, d.but(pure=True)))
        def choice():
            names = [v for v in self.values if v.kind == "choice" and self.allowed(v, ctx)]
            if not names:
                return compare()
            v = self.pick(names)
            x = Made(v.name, v.optional and f"{v.name} is not missing" not in ctx.facts, v.needs - ctx.facts)
            members = ", ".join(self.literal("choice", v.words) for _ in range(self.r.randint(1, 2)))
            return joined("({} in ({}))", x, Made(members)) if self.chance(0.5) else joined("({} = {})", x, Made(self.literal("choice", v.words)))
        def ranged():
            kind = self.pick(["count", "percent", "money", "number"])
            a, b = self.literal(kind), self.literal(kind)
            word = self.pick(["..", "to under"])
            return joined("({} {} {} " + word + " ({} + {}))", self.make(kind, d), Made(self.pick(["in", "not in"])), Made(f"(-{a})"), Made(f"abs({a})"), Made(f"abs({b})"))
        def among():
            if self.sets and self.chance(0.6):
                name, kind = self.pick(self.sets)
                return joined("({} {} {})", self.make(kind, d.but(pure=True)), Made(self.pick(["in", "not in"])), Made(name))
            return joined('({} in ("North", "a", {}))', self.make("text", d.but(pure=True)), Made(self.literal("text")))
        def logic():
            word = self.pick(["and", "or"])
            left = self.make("flag", d)
            right = self.make("flag", d.but(facts=d.facts | (self.closure(bare(left.text)) if word == "and" else frozenset())))
            if left.needs or right.needs:
                return left
            return joined("({} " + word + " {})", left, right)
        def missing():
            names = [v for v in self.values if v.optional and v.needs <= ctx.facts and f"{v.name} is not missing" not in ctx.facts] if ctx.rows else []
            if not names:
                return compare()
            v = self.pick(names)
            fact = f"{v.name} is not missing"
            inner = d.but(facts=d.facts | {fact}, certain=True, exists=True)
            return self.pick([lambda: Made(f"({fact})"), lambda: Made(f"({v.name} is missing)"),
                              lambda: Made(f"({v.name} is missing or {self.make('flag', inner).text})"),
                              lambda: Made(f"({fact} and {self.make('flag', inner).text})")])()
        def quantified():
            return self.group(self.pick(["any", "all"]) + "({x}{c})", "flag", ctx, "any", weights=False)
        return self.pick([compare, compare, compare, equal, choice, ranged, among, logic, logic, missing, missing, quantified,
                          lambda: joined("(not {})", self.make("flag", d)), lambda: self.leaf("flag", ctx),
                          lambda: joined("{} ({}, {})", Made(self.pick(["any of", "all of"])), self.exists_flag(d), self.exists_flag(d))])()

    def exists_flag(self, ctx):
        return self.make("flag", ctx.but(exists=True))

    # Functions over the table ---------------------------------------------------------------------------------------------
    def clauses(self, ctx, per=True):
        """The condition and the text of `per`: what restricts a function over the table."""
        inner = Context(facts=self.kept, depth=min(ctx.depth - 1, 2), settled=True)
        where = self.condition(inner) if self.chance(0.3) else ""
        text = ""
        keys = [v for v in self.values if v.kind in ("text", "choice", "flag", "count") and v.rows and not v.optional and not v.needs and v.what != "let" and v.name not in ("code", "name")]
        if per and ctx.rows and keys and self.chance(0.35):
            text = " per " + ", ".join(v.name for v in self.r.sample(keys, 1 if self.chance(0.85) else min(2, len(keys))))
        return where, text

    def argument(self, kind, where, ctx, positive, skip):
        inner = Context(facts=self.kept | (self.closure(where) if where else frozenset()), depth=min(ctx.depth - 1, 2), certain=not skip, settled=True)
        if skip:
            optional = [v for v in self.values if v.optional and v.kind == kind and v.rows and v.needs <= inner.facts and f"{v.name} is not missing" not in inner.facts]
            if optional:
                x = self.pick(optional).name
                return (f"abs({x})" if positive else x), True
            inner = inner.but(certain=True)
        made = self.make(kind, inner)
        text = made.text if not positive else {"money": f"(£1 + abs({made.text}))", "percent": f"abs({made.text})"}.get(kind, f"(1 + abs({made.text}))")
        return text, False

    def weight(self, where, ctx):
        inner = Context(facts=self.kept | (self.closure(where) if where else frozenset()), depth=1, settled=True)
        return self.pick([lambda: self.leaf("count", inner).text, lambda: f"abs({self.make(self.pick(PLAIN), inner).text})",
                          lambda: f"(1 + abs({self.make('number', inner).text}))", lambda: f"(if {self.condition(inner)} then 1 else 0)"])()

    def group(self, template, kind, ctx, name, weights=True, positive=False, per=True):
        where, clauses = self.clauses(ctx, per)
        clauses = (f" where {where}" if where else "") + clauses
        x, skip = self.argument(kind, where, ctx, positive, kind not in ("flag",) and "{x}" in template and self.chance(0.25))
        heavy = self.weight(where, ctx)
        weighted = weights and name in ("mean", "sd", "var", "share_of", "gini", "theil", "hoover", "theil_within", "theil_between") and self.chance(0.3)
        if skip:
            clauses += " skip missing"
        if name in ("sd", "var", "cv") and not weighted and self.chance(0.3):
            clauses += " using sample"
        return Made(template.format(f=name, x=x, w=f" weighted by {heavy}" if weighted else "", W=heavy, c=clauses))

    def order(self, where, depth=1):
        inner = Context(facts=self.kept | (self.closure(where) if where else frozenset()), depth=depth, settled=True)
        keys = []
        for _ in range(self.pick([1, 1, 2])):
            keys.append(self.make(self.pick(PLAIN + ("money", "text", "date")), inner).text + self.pick([" highest first", " lowest first", " highest first", " lowest first", " asc", " desc"]))
        return ", ".join(keys)

    def each_row(self, template, kind, ctx, name="", positive=False):
        where, clauses = self.clauses(ctx)
        needs = frozenset([where]) if where else frozenset()
        if ctx.exists and not needs <= ctx.facts:
            where, needs = "", frozenset()
            if ctx.facts - self.kept and self.chance(0.4):
                where = self.pick(sorted(ctx.facts - self.kept))
        clauses = (f" where {where}" if where else "") + clauses
        x, skip = self.argument(kind, where, ctx, positive, not ctx.certain and self.chance(0.3)) if kind else ("", False)
        ties = self.pick(["", "", " ties min", " ties max", " ties dense", " ties key"])
        made = Made(template.format(f=name, x=x, o=self.order(where), c=clauses + (" skip missing" if skip else ""), t=ties), skip, needs - ctx.facts)
        if name in ("zscore", "minmax", "mad_score", "share") and not skip and not needs and (ctx.settled or self.chance(0.7)):
            return Made(f"coalesce({made.text}, 0)")
        return made

    def call(self, ctx):
        name, arity = self.pick(self.functions)
        d = ctx.deeper()
        return joined(name + "(" + ", ".join(["{}"] * arity) + ")", *(self.make(self.pick(["number", "count"]), d.but(certain=True, exists=True, facts=self.kept, settled=True)) for _ in range(arity)))

    # Declarations -----------------------------------------------------------------------------------------------------------
    def title(self):
        return self.pick(["", "", ' "A title"', ' cite "Annex B"', ' "One" note "two"'])

    def declare_param(self):
        kind = self.pick(PLAIN + ("money", "flag", "text", "date"))
        name = self.fresh("par")
        text = f"param {name} = {self.literal(kind)}"
        if kind in PLAIN + ("money",) and self.chance(0.3):
            text = f"param {name} = ({self.literal(kind)} + {self.literal(kind)})"
        if self.chance(0.3):
            text += f"\n  from 2024-04-01: {self.literal(kind)}\n  from 2025-04-01: {self.literal(kind)}"
        if self.chance(0.15) and kind != "text":
            self.options += ["--set", f"{name}={self.literal(kind)}"]
        self.values.append(Value(name, kind, rows=False, what="param"))
        return text

    def declare_set(self):
        kind = self.pick(["text", "number", "count"])
        name = self.fresh("set")
        members = [self.literal(kind) for _ in range(self.r.randint(1, 3))]
        if kind == "text":
            members += [f'"{x}"' for x in ("North", "South") if self.chance(0.6)]
        elif self.chance(0.4):
            members.append("(-1) .. 3")
        self.sets.append((name, kind))
        return f"set {name} = ({', '.join(members)})"

    def declare_function(self):
        name = self.fresh("fun")
        body, arity = self.pick([("a / larger(abs(b), 1)", 2), ("100 + 15 * coalesce(zscore(a), 0)", 1), ("if a > b then a - b / 3 else b * 0.5", 2),
                                 ("sqrt(abs(a)) + b * 0.1", 2), ("a * 0.5 + coalesce(mean(b), 0.5)", 2), ("clamp(a, -10, 10) / 4", 1)])
        self.functions.append((name, arity))
        return f"function {name}({', '.join('ab'[:arity])}) = {body}"

    def declare_let(self):
        name = self.fresh("let")
        kind = self.pick(PLAIN + ("money", "number", "flag", "text", "date"))
        rows = self.chance(0.75)
        where = self.condition(Context(facts=self.kept)) if rows and self.chance(0.3) else ""
        facts = self.kept | (self.closure(where) if where else frozenset())
        made = self.make(kind, Context(rows=rows, facts=facts, certain=self.chance(0.7), exists=self.chance(0.85), depth=self.r.randint(1, 4),
                                       pure=kind == "text"))
        needs = (frozenset([where]) if where else frozenset()) | made.needs
        self.values.append(Value(name, kind, rows=rows, optional=made.optional, needs=needs))
        return f"let {name} = {made.text}" + (f" where {where}" if where else "")

    def declare_rule(self):
        name = self.fresh("rule")
        facts, text = self.kept, f"rule {name}{self.title()}"
        given = []
        condition = self.condition(Context(facts=facts), depth=self.r.randint(1, 2))
        text += f"\n  when {condition}"
        given.append(condition)
        facts = facts | self.closure(condition)
        if bare(condition) in [f"{v.name} is not missing" for v in self.values]:
            given.append(bare(condition))
            facts = facts | {given[-1]}
        optional = [v for v in self.values if v.optional and v.needs <= facts and f"{v.name} is not missing" not in facts]
        for _ in range(self.pick([0, 0, 1, 2])):
            if optional and self.chance(0.6):
                v = optional.pop()
                text += f'\n  unless {v.name} is missing because "it is not known"'
                given.append(f"{v.name} is not missing")
                facts = facts | {given[-1]}
            else:
                text += f'\n  unless {self.condition(Context(facts=facts), depth=1)} because "it is so"'
        self.conjuncts[name] = given
        self.values.append(Value(name, "flag", what="rule"))
        return text

    def declare_score(self):
        name = self.fresh("score")
        where = self.condition(Context(facts=self.kept)) if self.chance(0.4) else ""
        facts = self.kept | (self.closure(where) if where else frozenset())
        rescaled = self.chance(0.25)
        money = self.chance(0.2)
        kinds = ("money",) if money else PLAIN + ("number", "number")
        ctx = Context(facts=facts, certain=self.chance(0.7), depth=2)
        text = f"score {name}{self.title()}" + (f" where {where}" if where else "") + ("\n  weights rescaled" if rescaled else "")
        optional = False
        if rescaled:
            for i in range(self.r.randint(1, 3)):
                made = self.make(self.pick(kinds), ctx.but(certain=True) if i == 0 else ctx)
                text += f"\n  weight {self.pick(['1', '2', '0.5', '30%'])} on {made.text}"
                if i and self.chance(0.5):
                    text += f" where {self.condition(Context(facts=facts))}"
        elif self.chance(0.3):
            condition = self.condition(Context(facts=facts))
            yes, no = self.make(self.pick(kinds), ctx.but(facts=facts | self.closure(condition))), self.make(self.pick(kinds), ctx)
            text += f"\n  weight 100% on {yes.text} where {condition}\n  weight 100% on {no.text} where not {condition}"
            optional = yes.optional or no.optional
        else:
            shares = self.pick([["50%", "30%", "20%"], ["100%"], ["1/3", "1/3", "1/3"], ["0.6", "40%"], ["25%", "75%"], ["0%", "100%"]])
            total = ""
            if self.chance(0.15):
                shares, total = ["45%", "45%"], "\n  weights add up to 90%"
            text += total
            for share in shares:
                made = self.make(self.pick(kinds), ctx)
                optional = optional or made.optional
                text += f"\n  weight {share} on {made.text}"
        self.values.append(Value(name, "money" if money else "number", optional=optional, needs=[where] if where else [], what="score"))
        return text

    def declare_rank(self):
        name = self.fresh("rank")
        where = self.condition(Context(facts=self.kept)) if self.chance(0.5) else ""
        ties = self.pick(["", "", " ties min", " ties max", " ties dense", " ties key", " ties average"])
        per = " per region" if self.chance(0.3) else ""
        text = f"rank {name} by {self.order(where, 2)}{ties}{per}" + (f" where {where}" if where else "")
        self.values.append(Value(name, "number" if "average" in ties else "count", needs=[where] if where else [], what="rank"))
        return text

    def declare_band(self):
        name = self.fresh("band")
        where = self.condition(Context(facts=self.kept)) if self.chance(0.3) else ""
        facts = self.kept | (self.closure(where) if where else frozenset())
        kind = self.pick(["words", "words", "number", "money", "count"])
        words = ("1", "2", "3, other")
        text = f"band {name}" + (f" where {where}" if where else "")
        ctx = Context(facts=facts, certain=True, depth=1)
        value = lambda i, c: f'"{words[i]}"' if kind == "words" else self.make(kind, c).text
        for i in range(2):
            condition = self.condition(ctx)
            text += f"\n  when {condition} then {value(i, ctx.but(facts=facts | self.closure(condition)))}"
        if self.chance(0.95):
            text += f"\n  otherwise {value(2, ctx)}"
        else:
            words = words[:2]
        self.values.append(Value(name, "choice" if kind == "words" else kind, needs=[where] if where else [], what="band",
                                 words=words if kind == "words" else ()))
        return text

    def declare_allocate(self):
        r = self.r
        name = self.fresh("award")
        pot_kind = self.pick(["money", "money", "money", "money", "count", "number"])
        money = pot_kind == "money"
        where = self.condition(Context(facts=self.kept)) if self.chance(0.5) else ""
        facts = self.kept | (self.closure(where) if where else frozenset())
        ctx = Context(facts=facts, certain=True, depth=2)
        unit = self.pick(["", "", "£1", "£1", "£0.05", "£10", "£2.50", "£0.5"]) if money else "" if pot_kind == "count" else self.pick(["1", "0.5", "10", "0.05"])
        amount = self.pick([100, 1000, 500, 12340, 0, 1]) if self.chance(0.9) or pot_kind != "money" else 100.5
        per = " per region" if self.chance(0.35) else ""
        sign = "£" if money else ""
        share = f"{sign}{amount}"
        if pot_kind == "number":
            share = f"({amount} * 1.0 / 1)"
        elif self.chance(0.1) and amount == int(amount):
            share = f"(2 * {sign}{amount} - {sign}{amount})"
        if per and self.chance(0.5):
            share = f'if region = "North" then {sign}{amount} else {sign}{int(amount) * 2 or 10}' if pot_kind != "number" else share
        text = f"allocate {name}{self.title()}\n  share {share}" + (f" where {where}" if where else "") + per
        rows = max(self.n / (2 if where else 1) / (3 if per else 1), 1)
        fair = float(amount) / rows
        if self.chance(0.7):
            weight = self.pick([lambda: self.leaf("count", ctx).text, lambda: f"abs({self.make(self.pick(PLAIN + ('money',)), ctx).text})",
                                lambda: f"(1 + abs({self.make('number', ctx).text}))", lambda: f"(if {self.condition(ctx)} then 0 else {self.leaf('count', ctx).text})",
                                lambda: f"larger({self.make('number', ctx).text}, 0)"])()
            text += f"\n  in proportion to {weight}"
        lit = lambda x: f"{sign}{x:.2f}" if money else f"{max(round(x), 0)}"
        bound = lambda x: self.pick([lit(x), lit(x), f"if {self.condition(ctx)} then {lit(x)} else {lit(x * 0.5)}"])
        method = self.pick(["webster", "dhondt"]) if self.chance(0.3) else ""
        if method:
            text += f"\n  method {method}"
        elif self.chance(0.25):
            text += "\n  starting from " + self.pick([lit(fair * r.uniform(0, 2)),
                                                     lit(fair * 0.5) + " * (1 + abs(" + self.leaf("number", ctx).text + "))"])
        if self.chance(0.35):
            text += f"\n  at least {bound(fair * r.uniform(0, 0.5))}"
            if self.chance(0.3):
                text += f"\n  at least {bound(fair * r.uniform(0, 0.5))}"
        if self.chance(0.35):
            text += f"\n  at most {bound(fair * r.uniform(1.5, 4))}"
        if unit:
            text += f"\n  rounded to {unit}"
        if self.chance(0.8 if where or "at most" in text else 0.4):
            text += "\n  leave the rest unspent"
        if self.chance(0.25) and "at least" in text:
            text += "\n  scale floors to fit"
        if self.chance(0.2) and "at most" in text:
            text += "\n  capped money stays unspent"
        self.values.append(Value(name, pot_kind, what="award"))
        if money:
            self.allocations.append(name)
        return text

    def declare_check(self):
        if self.allocations and self.chance(0.4):
            name = self.pick(self.allocations)
            return f"check sum({name}) + unspent({name}) >= £0"
        certain = Context(rows=self.chance(0.5), facts=self.kept, certain=self.chance(0.5), depth=2)
        return f"check {'warn ' if self.chance(0.5) else ''}{self.make('flag', certain).text}{self.title()}"

    def declare_compare(self):
        kind = self.pick(PLAIN + ("money", "text"))
        ctx = Context(rows=self.chance(0.8), facts=self.kept, certain=False, exists=False, depth=2)
        text = f"compare {self.make(kind, ctx).text} with {self.make(kind, ctx).text}"
        if kind != "text" and self.chance(0.5):
            text += f" within {self.pick(['£5', '£1k']) if kind == 'money' else self.pick(['0.5', '100', '1e9'])}"
        if self.chance(0.4):
            text += f" at least {self.r.randint(0, 5)} equal"
        if ctx.rows and self.chance(0.2):
            text += f" where {self.condition(Context(facts=self.kept))}"
        return text

    def column(self, rows, facts=frozenset()):
        kind = self.pick(PLAIN + ("money", "number", "flag", "text", "date"))
        named = [v for v in self.values if v.rows == rows or not v.rows]
        if named and self.chance(0.6):
            v = self.pick(named[-12:] if self.chance(0.7) else named)
            text, kind = v.name, v.kind
        else:
            text = self.make(kind, Context(rows=rows, facts=facts, certain=False, exists=False, depth=self.r.randint(1, 3))).text
            text += f' as "{self.fresh("c")}"' if self.chance(0.7) else ""
        if kind in PLAIN and self.chance(0.15):
            text += " as percent"
        if kind in PLAIN + ("money",) and self.chance(0.35):
            text += f" with {self.pick([0, 1, 3, 10, 20, 36, 40])} decimals"
        return text

    def columns(self, rows, facts=frozenset()):
        """Some columns of different headers."""
        found = {"code": None}
        for _ in range(self.r.randint(1, 6)):
            text = self.column(rows, facts)
            found.setdefault(text.split(" as \"")[-1].split(" with ")[0].split(" as percent")[0].strip(' "'), text)
        del found["code"]
        return ", ".join(found.values()) or "1 as \"one\""

    def declare_output(self):
        if self.chance(0.2):
            return "output figures: " + self.columns(False)
        where = self.condition(Context(facts=self.kept)) if self.chance(0.25) else ""
        facts = self.kept | (self.closure(where) if where else frozenset())
        text = "output code, " + self.columns(True, facts)
        text += f" where {where}" if where else ""
        if self.chance(0.4):
            absent = [v for v in self.values if v.needs and not v.optional and v.kind in PLAIN and v.rows]
            if absent and self.chance(0.5):
                text += f" by {self.pick(absent).name} {self.pick(['highest first', 'lowest first'])}"
            else:
                text += f" by {self.order(where)}"
        return text

    def program(self):
        self.imputed = set()
        self.table()
        made = []
        weights = {"param": 4, "set": 1, "function": 2, "let": 8, "rule": 4, "score": 3, "rank": 3, "band": 2, "allocate": 3, "check": 1, "compare": 1}
        for _ in range(self.r.randint(3, 18)):
            made.append(getattr(self, "declare_" + self.r.choices(list(weights), weights.values())[0])())
        if self.chance(0.3):
            self.r.shuffle(made)
        if self.chance(0.95):
            made += [self.declare_output() for _ in range(self.pick([1, 1, 2, 3]))]
        head = ['fund "A made-up fund"', "  currency GBP", ""] + self.head
        if self.as_of:
            self.options += ["--as-of", self.pick(["2024-03-31", "2024-04-01", "2025-06-30"])]
        return "\n".join(head) + "\n\n" + "\n".join(made) + "\n", self.csv, self.options


def generate(seed):
    """(rules, data, options) of a seed: as a rule file is usually written, or anything that the language allows."""
    generator = funding.Funding(seed) if random.Random(f"kind {seed}").random() < USUAL else Generator(seed)
    rules, data, options = generator.program()
    sign, code = generator.pick([("£", "GBP")] * 16 + [("€", "EUR"), ("KWD ", "KWD"), ("¥", "JPY")])
    swap = lambda text: text.replace("GBP", code).replace("£", sign)
    return swap(rules), swap(data), [swap(option) for option in options]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    parts = generate(int(sys.argv[1]))
    print(parts[0] + "----\n" + parts[1] + " ".join(parts[2]))
