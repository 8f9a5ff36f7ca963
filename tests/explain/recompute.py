#!/usr/bin/env python3
"""Works every decision and every pound of `plang explain --format json` out again, from that JSON alone; what is what there stands
in docs/explain-json.md. Usage: plang explain rules.pl data.csv PLACE... --format json | tests/explain/recompute.py
What the whole table gives (a sum, how many stand before a place, lambda) is a fact here; facts.py holds facts against each other."""
import json
import math
import sys
from fractions import Fraction

from functions import ABSENT, COMPARE, ERROR, FUNCTIONS, MISSING, PLACES, SCALED, State, TABLE, exact, kind, read, rounded, states_of, worst


class Checker:
    def __init__(self, document):
        self.document, self.problems, self.imputing = document, [], None
        self.scope = {p["name"]: p for p in document["params"]}
        for param in document["params"]:
            self.same(param["name"], read(param), self.node(param["expression"]))
        self.scope |= {c["name"]: c for c in document["place"]["keys"] + document["cells"] + document["steps"]}
        for cell in document["cells"]:
            self.imputing = cell["name"]
            self.same(cell["name"], read(cell), self.node(cell["imputed_by"]) if "imputed_by" in cell else MISSING if cell.get("missing") else read(cell))
        self.imputing = None
        for step in document["steps"]:
            where, method = self.where(step), getattr(self, step["kind"])
            unranked = step["kind"] == "rank" and "rank" not in step and (read(step) is ERROR or where is True and kind(read(step)) is State)
            self.same(step["name"], read(step), read(step) if unranked else method(step) if where is True or step["kind"] == "allocate" else where or ABSENT)

    def same(self, what, stated, found):
        if kind(stated) != kind(found) or stated != found:
            self.problems.append(f"{what}: says {stated}, but is {found}"[:300])

    def where(self, n):
        return self.node(n["where"]) if "where" in n else True

    def node(self, n):
        """The value of an expression, as stated, once it is worked out from what its operands state. None: not asked."""
        if n.get("asked") is False:
            return self.same(n["text"] + ", which was not asked", "decides" in n or "value" in n, False)
        values = [self.node(c) for c in n.get("of", [])]
        if "value" not in n:                                           # a set, a range, a point of taper
            return values
        try:
            found = self.found(n, values, read(n), n["op"])
            found = exact.cap(Fraction(found)) if kind(found) is Fraction else found
        except (ArithmeticError, exact.EvalError):
            found = ERROR
        self.same(n["text"], read(n), found)
        if "margin" in n:
            self.same(n["text"] + ", margin", read(n, "margin"), getattr(values[0] - values[1], "days", values[0] - values[1]))
        return read(n)

    def found(self, n, values, stated, op):
        states = states_of(values)
        if op in ("and", "or", "all of", "any of", "if", "coalesce"):
            return self.decided(n, values, op)
        self.same(n["text"] + ", operands not asked", None in values, False)
        if op in ("name", "path"):
            return read(self.document, "as_of") if "name" not in n else MISSING if n["name"] == self.imputing else read(self.scope[n["name"]])
        if op in ("literal", "why_missing"):
            return stated if op == "literal" else self.scope[n["of"][0]["name"]].get("reason", "")
        if op in ("is missing", "is not missing"):
            return values[0] if values[0] in (ABSENT, ERROR) else (values[0] is MISSING) == (op == "is missing")
        if "table" in n or op == "unspent":
            return self.table(n, values, states, stated) if op != "unspent" else read(n["grounds"][0]) - read(n["grounds"][1])
        if states:
            return worst(states)
        if op in ("in", "not in"):                                     # the keys of a dataset are a fact
            return stated if n["of"][1]["op"] == "name" and not values[1] else self.among(values[0], n["of"][1]) == (op == "in")
        return rounded(*values, n.get("how")) if op == "round" else FUNCTIONS[op](*values)

    def decided(self, n, values, op):
        """What is asked in turn, until the matter is settled; and which operands decide it."""
        settles = op in ("or", "any of")
        ends = [v is not MISSING if op == "coalesce" else v is settles or v in (ABSENT, ERROR) for v in values]
        asked = [True, values[0] is True, values[0] is False] if op == "if" else [True not in ends[:i] for i in range(len(ends))]
        if op == "if":
            result = values[asked.index(True, 1)] if True in asked[1:] else values[0]
        else:
            result = values[ends.index(True)] if True in ends else MISSING if MISSING in values else not settles
        decides = [a and (op == "if" or (e if op == "coalesce" else v is settles or result is (not settles))) for a, e, v in zip(asked, ends, values)]
        self.same(n["text"] + ", asked and deciding", [(v is not None, c.get("decides", False)) for c, v in zip(n["of"], values)], list(zip(asked, decides)))
        return result

    def among(self, x, n):
        if n["op"] in ("..", "to under"):
            return read(n["of"][0]) <= x and COMPARE["<" if n["op"] == "to under" else "<="](x, read(n["of"][1]))
        return x == read(n) if "value" in n else any(self.among(x, c) for c in n["of"])

    def table(self, n, values, states, stated):
        """A whole-table function: where its value at the place follows from facts, it must."""
        op, where, facts = n["op"], self.where(n), {f["name"]: read(f) for f in n["table"].get("facts", []) + n.get("grounds", [])}
        if where is not True or states:
            return worst(states) if where is True else where or ABSENT
        if kind(stated) is State or op != "count" and not facts:
            return stated
        if op == "rank":
            return PLACES.get(n.get("how", "min"), lambda *_: stated)(facts["before"], facts["tied"])
        return (values[0] - facts.get(SCALED[op][0], 0)) / facts[SCALED[op][1]] if op in SCALED else TABLE[op](values, facts, n["table"]["rows"])

    def let(self, s):
        return self.node(s["expression"])

    def rule(self, s):
        found, decides = True, []
        for c in s["clauses"]:
            asked = found in (True, MISSING)
            self.same(s["name"] + ", clauses asked", ["expression" in c, c["applies"]], [asked, asked])
            value = self.node(c["expression"]) if asked else None
            decides.append(value in (ABSENT, ERROR) or value is (c["clause"] == "unless"))
            found = (value if kind(value) is State else False) if decides[-1] else value if value is MISSING else found
        self.same(s["name"] + ", clauses that decide", [c.get("decides", False) for c in s["clauses"]], [d or not any(decides) for d in decides])
        return found

    def score(self, s):
        total, weights, every, unknown = Fraction(0), Fraction(0), 0, []
        for c in s["clauses"]:
            where = self.where(c)
            weight, x = (self.node(c["expression"]), self.node(c["gives"])) if where is True else (Fraction(0), where)
            states, every = states_of([weight, x]), every if kind(weight) is State else every + weight
            part = weight * x if where is True and not states else None
            self.same(s["name"] + ", contribution", [c["applies"], read(c, "contribution") if c["applies"] else None], [part is not None, part])
            total, weights = (total, weights) if part is None else (total + part, weights + weight)
            unknown += [v for v in states if not (s["rescaled"] and v is MISSING)]
        self.same(s["name"] + ", weights", [read(s, "weights"), "weights_add_up_to" in s], [weights, not s["rescaled"]])
        if not s["rescaled"] and ABSENT not in unknown:
            self.same(s["name"] + ", all weights", read(s, "weights_add_up_to"), every)
        return worst(unknown) if unknown else total if not s["rescaled"] else total / weights if weights else ABSENT

    def band(self, s):
        found = None
        for c in s["clauses"]:
            value = None if found is not None else True if c["clause"] == "otherwise" else self.node(c["expression"])
            self.same(s["name"] + ", a row", [c["applies"], c.get("decides", False), "gives" in c], [found is None, value is True, value is True])
            found = self.node(c["gives"]) if value is True else value if kind(value) is State else found
        return ERROR if found is None else found

    def rank(self, s):
        for part, name in [(by, "value") for by in s["rank"]["by"]] + [(cut, "at") for cut in s["rank"]["cuts"]]:
            self.same(part["text"], read(part, name), self.node(part["expression"]))
        self.same("inside cuts", [c["inside"] for c in s["rank"]["cuts"]], [COMPARE[c["op"]](read(s), read(c, "at")) for c in s["rank"]["cuts"]])
        return PLACES.get(s["rank"]["ties"], lambda *_: read(s))(s["rank"]["before"], s["rank"]["tied"])

    def allocate(self, s):
        a, says = s["award"], {}
        for c in s["clauses"]:
            says.setdefault(c["clause"], []).append(self.node(c["expression"]))
        get = lambda key, default=None: read(a, key) if key in a else default
        self.same(s["name"] + ", takes part", [a["takes_part"], get("amount")], ["where" not in s or read(s["where"]) is True, says["share"][0]])
        if not a["takes_part"]:
            return Fraction(0)
        amount, unit, lam, scale, total, capped = get("amount"), get("unit"), get("lambda"), get("floors_scaled_to"), get("all_shares"), a["capped_money_unspent"]
        lowest, highest = max([Fraction(0)] + says.get("at least", [])), min([math.inf] + says.get("at most", []))
        floor, ceiling = math.ceil(lowest / unit) * unit, highest if highest is math.inf else highest // unit * unit
        weight, base = get("weight"), get("base")
        pot, free, limit = amount // unit * unit if a["leave_the_rest_unspent"] else amount, base + (lam or 0) * weight, math.inf if capped else ceiling
        least = floor if weight else min(max(base, floor), limit)
        share = least * scale if scale is not None else min(max(free, floor), limit) if lam is not None or not weight else limit
        bound = "floor" if scale is not None else "ceiling" if lam is None and weight or share < free else "floor" if share > free else "none"
        share, bound = (ceiling, "ceiling") if share > ceiling else (share, bound)
        units = self.queued(a, share / unit) if "queued" in a else self.divided(a, unit, *((weight, floor, ceiling) if scale is None else (least, 0, ceiling if capped else math.inf)))
        wanted = {"amount": pot // unit * unit + amount - pot, "unit": says.get("rounded to", [unit])[0], "floor": floor, "ceiling": None if ceiling is math.inf else ceiling,
                  "share": share, "award": units * unit, "unspent": amount - get("awarded"), "part": weight / get("all_weights") if get("all_weights") else None,
                  "unbounded": free if lam is not None else None, "moved": share - free if lam is not None else None,
                  "all_shares": total if lam is None and scale is None and total <= pot or capped else pot}
        self.same(s["name"], {key: get(key) for key in wanted}, wanted)
        for key, clause, default in (("weight", "in proportion to", 1), ("base", "starting from", 0)):
            value = Fraction(says.get(clause, [default])[0])           # rounded at the 60th digit of the largest where all have no denominator below 2^2048
            self.same(s["name"] + ", " + key, abs(get(key) - value) <= (value.denominator > 10 ** 6) * get(f"all_{key}s") / 10 ** 58, True)
        self.same(s["name"] + ", pot", pot, get("bases_between") + lam * get("weights_between") + get("shares_at_bounds") if lam is not None else pot if scale is None else scale * get("all_floors"))
        tightest = {clause: says[clause].index(best(says[clause])) for clause, best in (("at least", max), ("at most", min)) if clause in says}
        seen = [(c["clause"], sum(x["clause"] == c["clause"] for x in s["clauses"][:i])) for i, c in enumerate(s["clauses"])]
        self.same(s["name"] + ", bound", [a["bound"]] + [c["applies"] for c in s["clauses"]], [bound] + [tightest.get(clause, at) == at for clause, at in seen])
        return units * unit

    def queued(self, a, share):
        units, unit, given = math.floor(share), read(a, "unit"), read(a, "all_shares") // read(a, "unit")
        stated = [a["spare_units"], read(a, "awarded"), read(a, "remainder"), a["queue"] > 0]
        self.same("units", stated, [given - read(a, "whole_units"), given * unit, share - units, share > units])
        return units + (0 < a["queue"] <= a["spare_units"])

    def divided(self, a, unit, weight, floor, ceiling):
        half, low, high, units = Fraction(a["method"] == "webster") / 2, read(a, "divisor_low"), read(a, "divisor_high") if "divisor_high" in a else None, read(a, "award") / unit
        if not weight or high is None or low < high:                   # any divisor between the two
            quotient = weight / (low + 1 if high is None else (low + high) / 2) / unit
            return min(max(math.floor(quotient + half), floor / unit), ceiling / unit) if weight else floor / unit
        fits = (units * unit >= ceiling or weight / unit / (units + 1 - half) <= low) and (units * unit <= floor or weight / unit / (units - half) >= high)
        return units if fits and low == high else Fraction(-1)         # two tie for the last unit, and the earlier key has it


def check(document):
    """What does not add up in one explanation."""
    return Checker(document).problems


if __name__ == "__main__":
    wrong = [(d["place"]["key"], p) for d in json.load(sys.stdin) for p in check(d)]
    print("\n".join(f"{place}: {problem}" for place, problem in wrong) or "All adds up.")
    sys.exit(1 if wrong else 0)
