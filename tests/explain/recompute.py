#!/usr/bin/env python3
"""Works every decision and every pound of `plang explain --format json` out again, from that JSON alone.

Usage: plang explain rules.pl data.csv PLACE... --format json | tests/explain/recompute.py

Exact, over fractions; roots, logarithms and powers to 34 digits; a normal quantile within 1e-12. What comes out of the
whole table (a sum, a neighbour, lambda) is a fact here, and must agree with every other fact of the document.
"""
import datetime
import decimal
import enum
import json
import math
import re
import statistics
import sys
from fractions import Fraction


class State(enum.Enum):
    """Why there is no value; the worst of several counts."""
    MISSING, ABSENT, ERROR = range(1, 4)

    def __lt__(self, other):
        return self.value < other.value


STATES = {"missing": State.MISSING, "not applicable": State.ABSENT, "error": State.ERROR}
COMPARE = {"=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
           ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}
SCALED = {"zscore": ("mean", "standard deviation"), "minmax": ("lowest", "range"), "share": (None, "sum"),
          "mad_score": ("median", "1.4826 times the median distance from it")}
PLACES = {"min": lambda before, tied: before + 1, "max": lambda before, tied: before + tied + 1,
          "average": lambda before, tied: before + 1 + Fraction(tied) / 2, "key": lambda before, tied: before + 1}
SIZES = ("margin", "gap", "moved")                                     # their words leave out the sign
WIDE = {"Emax": decimal.MAX_EMAX, "Emin": decimal.MIN_EMIN, "rounding": decimal.ROUND_HALF_EVEN}
WORK = decimal.Context(prec=90, **WIDE)


def read(node, name="value"):
    """A value of the document: a Fraction, bool, str or date; a State where there is none."""
    what, raw = node.get(name + "_is"), node.get(name)
    if what in STATES or isinstance(raw, bool):
        return STATES.get(what, raw)
    return raw if what == "text" else datetime.date.fromisoformat(raw) if what == "date" else Fraction(raw)


def whole(x, how="away"):
    if how in ("up", "down"):
        return math.ceil(x) if how == "up" else math.floor(x)
    low, rest = math.floor(x), x - math.floor(x)
    return low + (rest > Fraction(1, 2) or rest == Fraction(1, 2) and (low % 2 == 1 if how == "half even" else x > 0))


def real(function, *numbers):
    """An irrational value to 34 digits, half to even; at 75 digits one that is a short decimal shows as such."""
    x = function(*(WORK.divide(decimal.Decimal(n.numerator), decimal.Decimal(n.denominator)) for n in numbers))
    return Fraction(decimal.Context(prec=34, **WIDE).plus(decimal.Context(prec=75, **WIDE).plus(x)))


def power(x, y):
    if y.denominator == 1 or (x in (0, 1) and y > 0):
        return x ** y.numerator if y.denominator == 1 else x
    return real(lambda a, b: WORK.exp(WORK.multiply(b, WORK.ln(a))), x, y)


def float32(x):
    size = abs(x.numerator).bit_length() - x.denominator.bit_length()
    step = Fraction(2) ** (max(size - (abs(x) < Fraction(2) ** size), -126) - 23)
    return whole(x / step, "half even") * step


def taper(x, *knots):
    for (x1, y1), (x2, y2) in zip(knots, knots[1:]):
        if x1 < x <= x2:
            return y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return knots[0][1] if x <= knots[0][0] else knots[-1][1]


def years(a, b):
    return -years(b, a) if b < a else b.year - a.year - ((b.month, b.day) < (a.month, a.day))


FUNCTIONS = {
    "+": lambda a, b: a + b, "*": lambda a, b: a * b, "of": lambda a, b: a * b, "/": lambda a, b: a / b, "^": power,
    "mod": lambda a, b: a - b * math.floor(a / b), "&": lambda a, b: a + b, "-": lambda a, b=None: -a if b is None else a - b,
    "not": lambda a: not a, "number of": lambda *x: sum(x), "larger": lambda *x: max(x), "smaller": lambda *x: min(x),
    "average": lambda *x: sum(x) / len(x), "above": lambda x, base: max(x - base, 0), "abs": abs, "floor": math.floor,
    "clamp": lambda x, low, high: min(max(x, low), high), "ceil": math.ceil, "sqrt": lambda x: real(WORK.sqrt, x),
    "ln": lambda x: real(WORK.ln, x), "exp": lambda x: real(WORK.exp, x), "float32": float32, "taper": taper,
    "years_between": years, "function": lambda x: x, "literal": None, **COMPARE}


def said(value, words, size):
    """Whether words round to the value, half away from zero."""
    if isinstance(value, (State, bool, datetime.date)):
        return isinstance(value, State) or words == str(value).lower()
    if isinstance(value, str):
        return words == f'"{value}"' or not value.isprintable() or '"' in value or "\\" in value or len(value) > 30
    found = re.fullmatch(r"(-?)[^\d-]*(-?)([\d,]+\.?\d*)(%?)", words)
    digits = found[3].replace(",", "")
    shown = whole(abs(value) * (100 if found[4] else 1) * 10 ** len(digits.partition(".")[2]))
    minus = bool(found[1] or found[2])
    return shown == int(digits.replace(".", "")) and (minus == (value < 0 and not size) or shown == 0)


def kind(value):
    return type(value) if isinstance(value, (State, bool, str, datetime.date)) else Fraction


class Checker:
    def __init__(self, document):
        self.document, self.problems, self.imputing = document, [], None
        self.words(document)
        self.scope = {p["name"]: p for p in document["params"]}
        for param in document["params"]:
            self.same(param["name"], read(param), self.node(param["expression"]))
        self.scope |= {c["name"]: c for c in document["place"]["keys"] + document["cells"] + document["steps"]}
        for cell in document["cells"]:
            self.cell(cell)
        for step in document["steps"]:
            self.step(step)

    def must(self, where, holds, what="does not hold"):
        if not holds:
            self.problems.append(f"{where}: {what}")

    def same(self, where, stated, found):
        self.must(where, kind(stated) == kind(found) and stated == found, f"says {stated}, but is {found}"[:300])

    def words(self, part):
        for name in part if isinstance(part, dict) else ():
            if name.endswith("_in_words"):
                value = read(part, name[:-9])
                self.must(name, said(value, part[name], name[:-9] in SIZES), f'"{part[name]}" is not {value}')
        for child in part.values() if isinstance(part, dict) else part:
            if isinstance(child, (dict, list)):
                self.words(child)

    # --- expressions ---

    def node(self, n):
        """The value of an expression, as stated, once it is worked out from what its operands state. None: not asked."""
        if n.get("asked") is False:
            return self.must(n["text"], not n.get("decides") and "value" not in n, "was not asked, but has a say")
        values = [self.node(c) for c in n.get("of", [])]
        if "value" not in n:                                           # a set, a range, a point of taper
            return values
        stated, found = read(n), self.found(n, values)
        if kind(found) is Fraction and found.numerator.bit_length() + found.denominator.bit_length() > 16384:
            found = State.ERROR
        self.same(n["text"], stated, found)
        if "margin" in n:
            margin = values[0] - values[1]
            self.same(n["text"] + ", margin", read(n, "margin"), getattr(margin, "days", margin))
        return stated

    def found(self, n, values):
        op = n["op"]
        if op in ("and", "or", "all of", "any of", "if", "coalesce"):
            return self.decided(n, values)
        self.must(n["text"], None not in values, "an operand was not asked")
        if op in ("name", "path"):
            return self.named(n)
        if op == "unspent":
            return read(n["grounds"][0]) - read(n["grounds"][1])
        if op == "literal":
            return self.literal(n)
        if op == "why_missing":
            return self.scope[n["of"][0]["name"]].get("reason", "")
        if op in ("is missing", "is not missing"):
            return values[0] if values[0] in (State.ABSENT, State.ERROR) else (kind(values[0]) is State) == (op == "is missing")
        states = [v for v in flat(values) if kind(v) is State]
        if "table" in n:
            return self.table(n, values, states)
        if states:
            return max(states)
        if op in ("in", "not in"):
            if n["of"][1]["op"] == "name" and not values[1]:           # the keys of a dataset: a fact
                return read(n)
            return self.among(values[0], n["of"][1]) == (op == "in")
        try:
            return whole(values[0] / values[1], n.get("how")) * values[1] if op == "round" else FUNCTIONS[op](*values)
        except (ArithmeticError, ValueError):
            return State.ERROR

    def decided(self, n, values):
        """What is asked in turn, until the matter is settled; and which operands decide it."""
        op, of = n["op"], n["of"]
        if op == "if":
            asked = [True, values[0] is True, values[0] is False]
            result = values[0] if kind(values[0]) is State else values[1] if values[0] else values[2]
            decides = asked
        else:
            settles = {"or": True, "any of": True, "and": False, "all of": False}.get(op)
            ends = [v is settles or v in (State.ABSENT, State.ERROR) if op != "coalesce" else v is not State.MISSING for v in values]
            last = ends.index(True) if True in ends else len(of)
            asked = [i <= last for i in range(len(of))]
            result = values[last] if last < len(of) else State.MISSING if State.MISSING in values or op == "coalesce" else not settles
            decides = [a and (i == last if op == "coalesce" else v is settles or result is (not settles)) for i, (a, v) in enumerate(zip(asked, values))]
        self.must(n["text"], [v is not None for v in values] == asked, "asks other operands than it should")
        self.must(n["text"], [c.get("decides", False) for c in of] == decides, "other operands decide")
        return result

    def named(self, n):
        if "name" not in n:
            return read(self.document, "as_of")
        if n["name"] == self.imputing:
            return State.MISSING
        return read(self.scope[n["name"]])

    @staticmethod
    def literal(n):
        number = re.fullmatch(r"\D*?([\d_.]+(?:e[+-]?\d+)?)(k|m|bn)?(%?)", n["text"])
        if kind(read(n)) is not Fraction or not number:
            return read(n)
        return Fraction(number[1].replace("_", "")) * {"k": 1000, "m": 10 ** 6, "bn": 10 ** 9}.get(number[2], 1) / (100 if number[3] else 1)

    def among(self, x, n):
        if "value" in n:
            return x == read(n)
        if n["op"] in ("..", "to under"):
            low, high = map(read, n["of"])
            return low <= x and (x < high if n["op"] == "to under" else x <= high)
        return any(self.among(x, c) for c in n["of"])

    def table(self, n, values, states):
        """A whole-table function: where its value at the place follows from facts, it must."""
        op, stated, table = n["op"], read(n), n["table"]
        rows, facts = table["rows"], {f["name"]: read(f) for f in table.get("facts", []) + n.get("grounds", [])}
        where = self.node(n["where"]) if "where" in n else True
        if where is not True or states:
            return max(states) if where is True else where or State.ABSENT
        top, bottom = table.get("from_top", 1), table.get("from_bottom", 1)
        self.must(n["text"], min(top, bottom) >= 1 and top + bottom <= rows + 1 or not rows, "stands outside its group")
        if kind(stated) is State or op not in SCALED and not facts and op != "count":
            return stated
        before, tied, rank = (facts.get(name) for name in ("before", "tied", "rank"))
        if op in SCALED:
            base, by = SCALED[op]
            return (values[0] - facts.get(base, 0)) / facts[by]
        if op == "rank":
            self.must(n["text"], 0 <= before and 0 <= tied and before + tied < rows, "ranks outside its group")
            return PLACES.get(n.get("how", "min"), lambda *_: stated)(before, tied)
        if op == "normal_score":
            near = Fraction(statistics.NormalDist().inv_cdf(float(rank / (rows + 1))))
            return stated if abs(stated - near) < Fraction(1, 10 ** 12) else near
        if op == "ntile":
            size, larger = divmod(rows, int(values[0]))
            return math.ceil(rank / (size + 1)) if rank <= larger * (size + 1) else larger + math.ceil((rank - larger * (size + 1)) / size)
        return {"count": lambda: rows, "bands": lambda: math.ceil(rank * values[0] / rows), "percentile_rank": lambda: rank / rows,
                "cumulative": lambda: before + tied, "take": lambda: min(values[0], max(values[1] - before, 0))}[op]()

    # --- declarations ---

    def cell(self, cell):
        value = read(cell)
        if "imputed_by" in cell:
            self.imputing = cell["name"]
            self.same(cell["name"], value, self.node(cell["imputed_by"]))
            self.imputing = None
        elif cell.get("missing"):
            self.same(cell["name"], value, State.MISSING)
        wanted = {"text": str, "choice": str, "flag": bool, "date": datetime.date}.get(cell["type"], Fraction)
        self.must(cell["name"], kind(value) in (wanted, State) and (kind(value) is not State or cell.get("missing")), "is of another type")

    def step(self, s):
        where = self.node(s["where"]) if "where" in s else True
        if s["kind"] == "allocate":
            found = self.allocate(s, where)
        else:
            found = getattr(self, s["kind"])(s) if where is True else where or State.ABSENT
        self.same(s["name"], read(s), found)

    def let(self, s):
        return self.node(s["expression"])

    def rule(self, s):
        found, decides = True, []
        for c in s["clauses"]:
            settled = found is not True and found is not State.MISSING
            self.must(s["name"], c["applies"] is not settled and ("expression" in c) is not settled, "asks other clauses")
            value = None if settled else self.node(c["expression"])
            decides.append(value in (State.ABSENT, State.ERROR) or value is (c["clause"] == "unless"))
            if value is not None:
                found = (False if kind(value) is bool else value) if decides[-1] else State.MISSING if value is State.MISSING else found
        decides = decides if any(decides) else [True] * len(decides)
        self.must(s["name"], [c.get("decides", False) for c in s["clauses"]] == decides, "other clauses decide")
        return found

    def score(self, s):
        total, weights, every, worst = Fraction(0), Fraction(0), 0, []
        for c in s["clauses"]:
            where = self.node(c["where"]) if "where" in c else True
            weight, x = (self.node(c["expression"]), self.node(c["gives"])) if where is True else (0, where)
            applies = where is True and kind(weight) is not State and kind(x) is not State
            self.must(s["name"], c["applies"] is applies, "other weights apply")
            if applies:
                self.same(s["name"] + ", contribution", read(c, "contribution"), weight * x)
                total, weights = total + weight * x, weights + weight
            elif where is not False and not (s["rescaled"] and x is State.MISSING):
                worst.append(max(v for v in (where, weight, x) if kind(v) is State))
            every += weight if kind(weight) is not State and (applies or where is True and not s["rescaled"]) else 0
        self.same(s["name"] + ", weights", read(s, "weights"), weights)
        if worst:
            return max(worst)
        if s["rescaled"]:
            return total / weights if weights else State.ABSENT
        self.same(s["name"] + ", all weights", read(s, "weights_add_up_to"), every)
        return total

    def band(self, s):
        found = None
        for c in s["clauses"]:
            self.must(s["name"], c["applies"] is (found is None) and ("expression" in c) is (found is None and c["clause"] != "otherwise"), "tries other rows")
            value = None if found is not None else True if c["clause"] == "otherwise" else self.node(c["expression"])
            self.must(s["name"], c.get("decides", False) is (value is True) and ("gives" in c) is (value is True), "another row decides")
            found = self.node(c["gives"]) if value is True else value if kind(value) is State else found
        return State.ERROR if found is None else found

    def rank(self, s):
        r, stated = s["rank"], read(s)
        before, tied, after = r["before"], r["tied"], r["places"] - r["before"] - r["tied"] - 1
        self.must(s["name"], tied >= 0 and after >= 0 and (r["above"] is None) == (before == 0) and (r["below"] is None) == (after == 0), "counts do not fit")
        for by in r["by"]:
            self.same(s["name"] + ", by " + by["text"], read(by), self.node(by["expression"]))
        self.neighbour(s, r["above"], before, -1)
        self.neighbour(s, r["below"], before + tied + 1, 1)
        for cut in r["cuts"]:
            at, holds = self.node(cut["expression"]), COMPARE[cut["op"]]
            self.same(cut["text"], at, read(cut, "at"))
            inside, outside = ([read(o, "rank")] if o else [] for o in (cut["last_inside"], cut["first_outside"]))
            fits = all(holds(x, at) for x in inside) and not any(holds(x, at) for x in outside)
            (inside if cut["inside"] else outside).append(stated)
            self.must(cut["text"], fits and cut["inside"] is holds(stated, at) and len(inside + outside) > 1 - (r["places"] == 1), "is cut elsewhere")
            self.must(cut["text"], len(inside) < 2 or inside[0] >= stated, "is not the last inside")
            self.must(cut["text"], len(outside) < 2 or outside[0] <= stated, "is not the first outside")
        if r["ties"] == "dense":
            return stated if stated <= before + 1 and (stated == 1) == (before == 0) else before + 1
        return PLACES[r["ties"]](before, tied)

    def neighbour(self, s, other, position, side):
        """position: how many places stand before the neighbour below, or before this one for that above."""
        if not other:
            return
        stated, rank, ties = read(s), read(other, "rank"), s["rank"]["ties"]
        self.must(s["name"], (rank > stated) == (side > 0) and rank != stated, "a neighbour is on the wrong side")
        if ties in ("dense", "key"):
            self.same(s["name"] + ", neighbour", rank, stated + side)
        if ties == "min" and side > 0:
            self.same(s["name"] + ", neighbour", rank, Fraction(position + 1))
        if ties == "max" and side < 0:
            self.same(s["name"] + ", neighbour", rank, Fraction(position))
        if "gap" in other:
            high = s["rank"]["by"][other["by_key"] - 1]["direction"] == "highest first"
            self.must(s["name"], read(other, "gap") != 0 and (read(other, "gap") > 0) == (high == (side < 0)), "a gap goes the wrong way")

    def allocate(self, s, where):
        a, name = s["award"], s["name"]
        self.must(name, a["takes_part"] is (where is True), "takes part elsewhere")
        if where is not True:
            return Fraction(0)
        get = lambda key, default=None: read(a, key) if key in a else default
        amount, unit, shares, lam, scale = get("amount"), get("unit"), get("all_shares"), get("lambda"), get("floors_scaled_to")
        pot = amount if not a["leave_the_rest_unspent"] else whole(amount / unit, "down") * unit
        capped, divisors = a["capped_money_unspent"], a["method"] != "largest remainder"
        self.must(name, pot % unit == 0 and amount >= 0, "the amount is no multiple of the unit")
        self.same(name + ", unspent", get("unspent"), amount - get("awarded"))
        self.must(name, 0 <= get("unspent") and a["places"] == a["places_between"] + a["places_at_floor"] + a["places_at_ceiling"], "does not add up")
        if lam is not None:
            self.same(name + ", amount", pot, get("bases_between") + lam * get("weights_between") + get("shares_at_bounds"))
        if scale is not None:
            self.same(name + ", floors", pot, scale * get("all_floors"))
        self.must(name, shares <= pot and (shares == pot or capped or lam is None and scale is None), "shares do not add up")
        if not divisors:
            self.same(name + ", awarded", get("awarded"), whole(shares / unit, "down") * unit)
            self.same(name + ", spare units", Fraction(a["spare_units"]), whole(shares / unit, "down") - get("whole_units"))
        weight, base, floor, ceiling = get("weight"), get("base"), get("floor"), get("ceiling", math.inf)
        self.clauses(s, a, amount, unit)
        if get("all_weights"):
            self.same(name + ", part", get("part"), weight / get("all_weights"))
        limit = math.inf if capped else ceiling
        free = base + (lam or 0) * weight
        least = floor if weight else min(max(base, floor), limit)
        share = least * scale if scale is not None else min(max(free, floor), limit) if lam is not None or not weight else limit
        bound = "floor" if scale is not None else "ceiling" if lam is None and weight or share < free else "floor" if share > free else "none"
        if share > ceiling:
            share, bound = ceiling, "ceiling"
        self.same(name + ", share", get("share"), share)
        for key, found in (("unbounded", free), ("moved", share - free)) if lam is not None else ():
            self.same(f"{name}, {key}", get(key), found)
        self.must(name, a["bound"] == bound, f"the bound is {bound}")
        units = self.divided(a, get, floor, ceiling, least if scale is not None else weight, scale) if divisors else self.queued(a, get, share / unit)
        self.same(name + ", award", get("award"), units * unit)
        return units * unit

    def queued(self, a, get, share):
        units, served, left = math.floor(share), get("least_remainder_served", 1), get("largest_remainder_left", 0)
        rest, more = share - units, 0 < a["queue"] <= a["spare_units"]
        self.same("remainder", get("remainder"), rest)
        self.must("queue", (a["queue"] > 0) == (rest > 0) and a["queue"] <= a["queued"] and a["spare_units"] <= a["queued"] and left <= served, "is not in order")
        self.must("queue", rest >= served if more else rest <= left, "is not its place")
        return units + more

    def divided(self, a, get, floor, ceiling, weight, scale):
        unit, half = get("unit"), Fraction(a["method"] == "webster") / 2
        low, high, units = get("divisor_low"), get("divisor_high"), get("award") / get("unit")
        floor, ceiling = (0, math.inf if not a["capped_money_unspent"] else ceiling) if scale is not None else (floor, ceiling)
        self.must("divisor", high is None or low <= high, "there is none")
        if not weight:
            return floor / unit
        if high is None or low < high:
            quotient = weight / (low + 1 if high is None else (low + high) / 2) / unit
            return min(max(math.floor(quotient + half), floor / unit), ceiling / unit)
        fits = (units * unit >= ceiling or weight / unit / (units + 1 - half) <= low) and (units * unit <= floor or weight / unit / (units - half) >= high)
        return units if fits else None

    def clauses(self, s, a, amount, unit):
        """What the clauses say is what was shared by; of several bounds the tightest holds."""
        bounds, near = {"at least": Fraction(0), "at most": math.inf}, Fraction(10) ** -58
        for c in s["clauses"]:
            value, sign = self.node(c["expression"]), -1 if c["clause"] == "at most" else 1
            if c["clause"] in bounds:
                bounds[c["clause"]] = max(bounds[c["clause"]] * sign, value * sign) * sign
            elif c["clause"] == "share":
                self.same(s["name"] + ", amount", amount, value)
            else:
                key = "weight" if c["clause"] == "in proportion to" else "base"
                allowed = near * read(a, f"all_{key}s") if value.denominator.bit_length() > 20 else 0   # past the limit of 2^2048 terms are rounded
                self.must(s["name"], abs(read(a, key) - value) <= allowed, f"the {key} is {value}")
        for name, key, how in (("at least", "floor", "up"), ("at most", "ceiling", "down")):
            if bounds[name] != math.inf:
                self.same(f'{s["name"]}, {key}', read(a, key), Fraction(whole(bounds[name] / unit, how) * unit))
            said_to = [c["applies"] for c in s["clauses"] if c["clause"] == name]
            values = [read(c["expression"]) for c in s["clauses"] if c["clause"] == name]
            best = values.index((max if how == "up" else min)(values)) if values else None
            self.must(s["name"], said_to == [i == best for i in range(len(values))], "another bound is the tightest")


def flat(values):
    return [x for v in values for x in (flat(v) if isinstance(v, list) else [v])]


def check(document):
    """What does not add up in one explanation."""
    return Checker(document).problems


def main():
    documents = json.load(sys.stdin)
    problems = [f'{d["place"]["key"]}: {p}' for d in documents for p in check(d)]
    print("\n".join(problems + [f"{len(documents)} places, {len(problems)} problems"]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
