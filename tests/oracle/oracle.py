#!/usr/bin/env python3
"""An evaluator of plang written from lang/REFERENCE.md alone, slow and obvious, to check the real one against.

Usage: oracle.py eval RULES DATA [--set NAME=VALUE]... [--as-of YYYY-MM-DD]

Prints what `plang eval` prints on standard output, and exits as it does (0 done, 1 a check failed, 3 a rule error, 4 an error in
the data or of evaluation, 5 an allocation that cannot be made). The rules must be valid: nothing is checked before it runs.
"""
import csv
import datetime
import functools
import heapq
import io
import re
import sys
from fractions import Fraction
from math import ceil, floor, inf

import exact
from exact import EvalError, add, cap, divide
from reader import CURRENCIES, SIGNS, Node, Reader, RuleError, expand, read

MISSING, ABSENT = "<missing>", "<not applicable>"          # compared with `is`


class DataError(Exception):
    """An error in the data (exit status 4)."""


class AllocationError(Exception):
    """An allocation that cannot be made (exit status 5)."""


class EmptyError(EvalError):
    """What coalesce settles: no rows, a constant column (section 8)."""


PROFILES = {
    "gss": {"[c]": "confidential", "[x]": "not available", "[z]": "not applicable", "[w]": "none recorded", "[low]": "low figure",
            "[u]": "low reliability"},
    "eurostat": {":": "not available", ":c": "confidential", ": c": "confidential", ":z": "not applicable", ": z": "not applicable",
                 ":u": "low reliability", ": u": "low reliability", ":n": "not significant", ": n": "not significant"},
    "us_acs": {"-666666666": "too few sample observations", "-999999999": "too few sample cases", "-888888888": "not applicable",
               "-222222222": "no margin of error", "-333333333": "median in an open interval", "-555555555": "controlled estimate"},
}
NUMBERS = ("number", "percent", "count")
GROUP = set("""count sum mean median min max var sd quantile mode any all only share_of gini theil theil_within theil_between hoover
ratio_90_10 cv""".split())
EACH_ROW = set("rank bands ntile percentile_rank normal_score zscore minmax mad_score share cumulative take".split())
SAME = set("larger smaller above clamp abs coalesce sum min max mode only cumulative".split())
MEAN = set("average mean median quantile sd take".split())
CELL = re.compile(r"([+-]?)([A-Z]{3} ?|[£€¥$]?)([+-]?)([0-9]+)(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?(%?)")


# Cells -----------------------------------------------------------------------------------------------------------------

def read_number(text, type_, currency, thousands):
    """The value of a cell of a number type and its digits as printed; None for a malformed one."""
    plain = text
    if thousands and thousands in text:
        sep = re.escape(thousands)
        if not re.fullmatch(rf"[^0-9]*[0-9]{{1,3}}({sep}[0-9]{{3}})+([.eE%].*)?", text):
            return None
        plain = text.replace(thousands, "")
    match = CELL.fullmatch(plain)
    if not match:
        return None
    sign, mark, inner_sign, whole, part, exponent, percent = match.groups("")
    if sign and inner_sign or inner_sign and not mark:
        return None
    if mark and not mark.strip():
        return None  # blanks alone
    sign, mark = sign or inner_sign, mark.strip()
    if (percent and type_ != "percent") or (mark and not (type_ == "money" and (currency == mark or currency in SIGNS.get(mark, ())))):
        return None
    if len((whole + part.replace(".", "")).lstrip("0")) > 40:
        return None
    value = Fraction(sign + whole + part + exponent)
    if value != 0 and not Fraction(10) ** -308 <= abs(value) <= Fraction(10) ** 308:
        return None
    shown = ("-" if sign == "-" and value else "") + whole + part + exponent
    return (value / 100 if type_ == "percent" else value), shown


def read_cell(field, text, currency, thousands):
    """(value, text as printed) of a cell that is there."""
    kind = field.type
    if kind in NUMBERS + ("money",):
        found = read_number(text, kind, currency, thousands)
    elif kind == "date":
        found = None
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
            try:
                found = datetime.date.fromisoformat(text), text
            except ValueError:
                pass
    elif kind == "flag":
        words = dict(zip(field.words, (True, False))) or {"true": True, "false": False, "1": True, "0": False}
        found = (words[text], "true" if words[text] else "false") if text in words else None
    else:
        found = None if text == "" or (kind == "choice" and text not in field.words) else (text, text)
    if found is None:
        raise DataError(f"malformed {kind} cell {text!r}")
    value, shown = found
    if field.units is not None:
        value = cap(value * field.factor)
    if kind == "count" and value.denominator != 1:
        raise DataError(f"count {text!r} is not whole")
    return value, shown


class Context:
    """How an expression is read: soft inside coalesce; own, the field that `if missing use` is for; cells, in `keep where`."""

    def __init__(self, soft=False, own=None, cells=False):
        self.soft, self.own, self.cells = soft, own, cells
        self.key = (soft, own, cells)


PLAIN = Context()


def truth(value):
    if not isinstance(value, bool):
        raise AssertionError(f"a condition is {value}: the program is not valid")
    return value


def certain(value):
    if value is MISSING or value is ABSENT:
        raise AssertionError(f"a value that must be certain is {value}: the program is not valid")
    return value


def order_key(by, keys):
    """A key for sorted(): by the keys in turn, each in its direction."""
    def compare(a, b):
        for (_, highest), x, y in zip(by, keys(a), keys(b)):
            if x != y:
                return -1 if (x > y) == highest else 1
        return 0
    return functools.cmp_to_key(compare)


def median(values):
    return exact.quantile(values, Fraction(1, 2))


class Run:
    """One run: names, the table, and the value of anything, computed when it is asked for and kept."""

    def __init__(self, decls, settings, as_of):
        self.decls, self.as_of, self.settings = decls, as_of, settings
        fund = next((d for d in decls if d.what == "fund"), None)
        self.currency = fund.currency if fund else None
        self.unit = Fraction(1, 10 ** CURRENCIES.get(self.currency, 2))
        self.data = next((d for d in decls if d.what == "dataset"), None)
        self.figures = {d.name: d for d in decls if d.what in ("param", "set")}
        self.names = {d.name: d for d in decls if d.what in ("let", "rule", "score", "rank", "band", "allocate")}
        self.fields = {}
        if self.data:
            declared = {f.name: f for f in self.data.fields}
            for key in self.data.key:
                if key not in declared:
                    declared[key] = Reader(f"dataset d field {key} text").file()[0].fields[0]
            self.fields = declared
            self.names.update(declared)
        self.rows = 0
        self.memo, self.types = {}, {}
        for decl in decls:
            if decl.what == "rank":
                self.rank_node(decl)

    def rank_node(self, decl):
        decl.value = Node("call", name="rank", args=[], by=decl.by, weight=None, where=decl.where, per=decl.per, ties=decl.ties, skip=False,
                          sample=False, kind_of=None, mode="away")

    # The table ----------------------------------------------------------------------------------------------------------
    def load(self, text):
        """Reads the data: used columns are checked in all rows; then rows leave; then missing cells are judged."""
        if not self.data:
            return
        lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
        while len(lines) > 1 and lines[-1] == []:
            lines.pop()
        header, lines = lines[0], [line or [""] for line in lines[1:]]
        if any(len(line) != len(header) for line in lines) or len(set(header)) != len(header) or "" in header:
            raise DataError("not a table")
        used = self.used_fields()
        for field in self.fields.values():
            column = field.column or field.name
            if column not in header:
                if field.name in used:
                    raise DataError(f"no column {column!r}")
                continue
            field.at = header.index(column)
            if field.units is not None:
                field.factor = self.value(field.units, None)
        self.cells = {name: [] for name in used}               # (value or MISSING, as read, reason)
        self.keys = [tuple(line[self.fields[k].at].encode() for k in self.data.key) for line in lines]
        for line in lines:
            for name in used:
                self.cells[name].append(self.cell(self.fields[name], line[self.fields[name].at]))
        if len(set(self.keys)) != len(self.keys) or any(b"" in key for key in self.keys):
            raise DataError("a key is empty or stands twice")
        self.rows = len(lines)
        kept = [i for i in range(self.rows) if all(truth(self.value(c, i, Context(cells=True))) for c in self.data.keep)]
        self.memo.clear()
        self.rows, self.keys = len(kept), [self.keys[i] for i in kept]
        self.cells = {name: [cells[i] for i in kept] for name, cells in self.cells.items()}
        for name in used:
            field = self.fields[name]
            if not field.optional and field.impute is None and any(v is MISSING for v, _, _ in self.cells[name]):
                raise DataError(f"missing cells in {name}")

    def cell(self, field, text):
        if field.name not in self.data.key:
            if text == "":
                return MISSING, "", ""
            for marker in field.markers + self.data.markers:
                reasons = PROFILES[marker.name] if isinstance(marker, Node) else {marker: ""}
                if text in reasons:
                    return MISSING, "", reasons[text]
        value, shown = read_cell(field, text, self.currency, self.data.thousands)
        return value, shown, ""

    def used_fields(self):
        """The fields that the key, `keep where` or anything asked for rests on."""
        found, seen = list(self.data.key), set()

        def visit(part):
            if isinstance(part, (list, tuple)):
                for one in part:
                    visit(one)
            elif isinstance(part, Node):
                if part.kind == "name":
                    visit_name(part.name)
                for name in getattr(part, "per", []):
                    visit_name(name)
                for one in part.__dict__.values():
                    if isinstance(one, (Node, list, tuple)) and one is not getattr(part, "per", None):
                        visit(one)
            elif hasattr(part, "what"):
                for name in getattr(part, "per", []):
                    visit_name(name)
                for key, one in part.__dict__.items():
                    if key not in ("per", "type", "words", "markers"):
                        visit(one)

        def visit_name(name):
            if name in seen or name not in self.names:
                return
            seen.add(name)
            if name in self.fields and name not in found:
                found.append(name)
            visit(self.names[name])

        for key in self.data.key:
            visit_name(key)
        visit(self.data.keep)
        for decl in self.asked() + [d for d in self.decls if d.what == "rule"]:   # rules are counted in the summary
            visit(decl)
        return found

    def asked(self):
        asked = [d for d in self.decls if d.what in ("check", "compare", "allocate", "output")]
        if not any(d.what == "output" for d in asked):
            asked.append(self.default_output())
        return asked

    def default_output(self):
        names = (self.data.key if self.data else []) + [d.name for d in self.decls
                                                        if d.what in ("rule", "score", "rank", "band", "allocate")]
        return Reader("output " + ", ".join(f"`{n}`" for n in names)).file()[0] if names else Reader("output figures: 0").file()[0]

    # Types: only what printing and units of money need ------------------------------------------------------------------
    def type(self, node):
        found = self.types.get(id(node))
        if found is None:
            found = self.types[id(node)] = self.find_type(node)
        return found

    def money_power(self, node):
        kind = self.type(node)
        return kind[1] if isinstance(kind, tuple) else 0

    def is_zero(self, node):
        while node.kind == "negate":
            node = node.x
        return node.kind == "literal" and node.type in ("count", "number") and node.value == 0

    def common(self, nodes):
        kinds = {self.type(n) for n in nodes if not self.is_zero(n)} or {"count"}
        if len(kinds) == 1 and (isinstance(next(iter(kinds)), tuple) or not any(self.is_zero(n) for n in nodes)):
            return kinds.pop()
        if any(isinstance(k, tuple) for k in kinds):
            return next(k for k in kinds if isinstance(k, tuple))
        kinds = {self.type(n) for n in nodes}
        return kinds.pop() if len(kinds) == 1 else "number"

    def find_type(self, node):
        if node.kind == "literal":
            return node.type
        if node.kind == "name":
            return self.type_of_name(node.name)
        if node.kind == "negate":
            return self.type(node.x)
        if node.kind == "if":
            return self.common([node.yes, node.no])
        if node.kind == "binary":
            return self.type_of_binary(node)
        if node.kind != "call":
            return "flag"
        return self.type_of_call(node)

    def type_of_name(self, name):
        if name in self.fields:
            kind = self.fields[name].type
            return {"choice": "text", "money": ("money", 1)}.get(kind, kind)
        decl = self.names.get(name) or self.figures.get(name)
        if decl is None:
            return "date"                                                # as_of
        if decl.what == "let":
            return self.type(decl.value)
        if decl.what == "rule":
            return "flag"
        if decl.what == "score":
            kinds = self.common([x for _, x, _ in decl.weights])
            return kinds if isinstance(kinds, tuple) else "number"
        if decl.what == "rank":
            return "number" if decl.ties == "average" else "count"
        if decl.what == "band":
            return self.common([v for _, v in decl.rows] + ([decl.otherwise] if decl.otherwise else []))
        if decl.what == "allocate":
            return self.type(decl.share)
        return self.common([decl.value] + [v for _, v in decl.dated])    # param

    def type_of_binary(self, node):
        left, right, op = self.type(node.left), self.type(node.right), node.op
        p, q = self.money_power(node.left), self.money_power(node.right)
        if op == "&":
            return "text"
        if op == "^":
            p = int(p * self.value(node.right, None)) if p else 0
        elif op in ("+", "-"):
            if p == q == 0:
                return left if left == right else "number"
            p = p or q
        elif op == "*":
            if left == right == "count":
                return "count"
            p += q
        elif op == "/":
            p -= q
        elif p == q == 0:
            return left if left == right else "number"                    # mod
        return ("money", p) if p else "number"

    def type_of_call(self, node):
        name = node.name
        if name in ("any of", "all of", "any", "all"):
            return "flag"
        if name == "why_missing":
            return "text"
        if name in ("number of", "floor", "ceil", "years_between", "count", "bands", "ntile"):
            return "count"
        if name == "rank":
            return "number" if node.ties == "average" else "count"
        if name == "unspent":
            return self.type_of_name(node.args[0].name)
        args = node.args[:1] if name in ("quantile", "round", "abs", "take") else node.args
        if name == "taper":
            args = [k.y for k in node.args[1:]]
        if name in SAME or name in MEAN or name in ("taper", "round"):
            kind = self.common(args)
            if name in ("sum", "mean") and node.weight is not None:
                p = self.money_power(args[0]) + (self.money_power(node.weight) if name == "sum" else 0)
                kind = kind if name == "mean" else ("money", p) if p else "number"
            return "number" if kind == "count" and name not in SAME else kind
        if name == "var" and self.money_power(node.args[0]):
            return ("money", 2 * self.money_power(node.args[0]))
        return "number"

    def has_rows(self, node):
        """Whether an expression has a value for each row."""
        if node.kind == "name":
            if node.name not in self.names:
                return False
            decl = self.names[node.name]
            return decl.what != "let" or decl.where is not None or self.has_rows(decl.value)
        if node.kind == "call" and (node.name in EACH_ROW or (node.name in GROUP and node.per)):
            return True
        if node.kind == "call" and (node.name in GROUP or node.name == "unspent"):
            return False
        return any(self.has_rows(child) for child in node.children())

    # Values -------------------------------------------------------------------------------------------------------------
    def value(self, node, row, ctx=PLAIN):
        found = getattr(self, "value_of_" + node.kind.replace(" ", "_"))(node, row, ctx)
        return cap(found) if isinstance(found, Fraction) else found

    def value_of_literal(self, node, row, ctx):
        return node.value

    def value_of_negate(self, node, row, ctx):
        x = self.value(node.x, row, ctx)
        return x if x is MISSING or x is ABSENT else -x

    def value_of_not(self, node, row, ctx):
        x = self.value(node.x, row, ctx)
        return x if x is MISSING or x is ABSENT else not x

    def connect(self, parts, deciding, row, ctx):
        """and, or: from the left; stops at a deciding operand."""
        found = not deciding
        for part in parts:
            x = self.value(part, row, ctx)
            if x is ABSENT:
                return ABSENT
            if x is deciding:
                return deciding
            if x is MISSING:
                found = MISSING
        return found

    def value_of_and(self, node, row, ctx):
        return self.connect(node.parts, False, row, ctx)

    def value_of_or(self, node, row, ctx):
        return self.connect(node.parts, True, row, ctx)

    def value_of_if(self, node, row, ctx):
        return self.value(node.yes if truth(self.value(node.condition, row, ctx)) else node.no, row, ctx)

    def together(self, values):
        """ABSENT or MISSING when one of the values is, else None."""
        return ABSENT if any(v is ABSENT for v in values) else MISSING if any(v is MISSING for v in values) else None

    def value_of_binary(self, node, row, ctx):
        a, b = self.value(node.left, row, ctx), self.value(node.right, row, ctx)
        unknown = self.together((a, b))
        if unknown is not None:
            return unknown
        op = node.op
        if op == "&":
            return a + b
        if op == "+":
            return cap(a + b)
        if op == "-":
            return cap(a - b)
        if op == "*":
            return cap(a * b)
        return {"/": divide, "mod": exact.modulo, "^": exact.power}[op](a, b)

    def value_of_compare(self, node, row, ctx):
        a, b = self.value(node.left, row, ctx), self.value(node.right, row, ctx)
        unknown = self.together((a, b))
        if unknown is not None:
            return unknown
        return {"=": a == b, "!=": a != b}[node.sign] if node.sign in ("=", "!=") else \
            {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[node.sign]

    def value_of_in(self, node, row, ctx):
        x = self.value(node.x, row, ctx)
        members = []
        for member in node.members:
            if member.kind == "name" and member.name in self.figures and self.figures[member.name].what == "set":
                members += self.figures[member.name].members
            else:
                members.append(member)
        ends = [tuple(self.value(e, row, ctx) for e in ((m.low, m.high) if m.kind == "range" else (m, m))) for m in members]
        unknown = self.together([x] + [e for pair in ends for e in pair])
        if unknown is not None:
            return unknown
        found = False
        for member, (low, high) in zip(members, ends):
            if member.kind != "range":
                found = found or x == low
                continue
            if low > high:
                raise EvalError("a range with its low end above its high end")
            found = found or low <= x < high or (x == high and not member.under)
        return found != node.negate

    def value_of_is_missing(self, node, row, ctx):
        return (certain_place(self.value(node.x, row, ctx)) is MISSING) != node.negate

    def value_of_name(self, node, row, ctx):
        return self.named(node.name, row, ctx)

    def named(self, name, row, ctx=PLAIN):
        if name in self.fields:
            return self.field_value(self.fields[name], row, ctx)
        decl = self.names.get(name)
        if decl is None:
            return self.figure_value(name)
        if decl.what == "let" and not (decl.where or self.has_rows(decl.value)):
            row = None
        elif row is None:
            raise AssertionError(f"a figure asks for {name} of a row")
        key = (name, row)
        if key not in self.memo:
            try:
                self.memo[key] = getattr(self, "value_of_" + decl.what)(decl, row)
            except EmptyError as error:                                  # coalesce settles what stands in its own text only
                raise EvalError(str(error)) from None
        return self.memo[key]

    def field_value(self, field, row, ctx):
        value = self.cells[field.name][row][0]
        if value is not MISSING:
            return value
        if ctx.cells:
            if field.impute is None and not field.optional:
                raise DataError(f"keep where needs a missing cell of {field.name}")
            return MISSING
        if field.impute is None or ctx.own == field.name:
            return MISSING
        key = (field.name, row)
        if key not in self.memo:
            try:
                value = self.value(field.impute, row, Context(own=field.name))
            except EmptyError as error:
                raise EvalError(str(error)) from None
            if field.type == "count" and value.denominator != 1:
                raise EvalError(f"the value imputed for {field.name} is not whole")
            self.memo[key] = value
        return self.memo[key]

    def figure_value(self, name):
        if name == "as_of" and name not in self.figures:
            if self.as_of is None:
                raise EvalError("as_of without --as-of")
            return self.as_of
        if name not in self.memo:
            decl = self.figures[name]
            chosen = decl.value
            if name in self.settings:
                chosen = self.settings[name]
            elif self.as_of:
                for day, value in sorted(decl.dated, key=lambda d: d[0]):
                    chosen = value if day <= self.as_of else chosen
            self.memo[name] = self.value(chosen, None)
        return self.memo[name]

    def value_of_let(self, decl, row):
        if decl.where is not None and not truth(self.value(decl.where, row)):
            return ABSENT
        return self.value(decl.value, row)

    def value_of_rule(self, decl, row):
        return all(truth(self.value(c, row)) for c in decl.when) and not any(truth(self.value(c, row)) for c in decl.unless)

    def value_of_rank(self, decl, row):
        return self.value(decl.value, row)

    def value_of_band(self, decl, row):
        if decl.where is not None and not truth(self.value(decl.where, row)):
            return ABSENT
        for condition, value in decl.rows:
            if truth(self.value(condition, row)):
                return self.value(value, row)
        if decl.otherwise is None:
            raise EvalError(f"no row of band {decl.name} holds")
        return self.value(decl.otherwise, row)

    def value_of_score(self, decl, row):
        if decl.where is not None and not truth(self.value(decl.where, row)):
            return ABSENT
        parts = [(self.value(w, None), x) for w, x, c in decl.weights if c is None or truth(self.value(c, row))]
        if not decl.rescaled:
            total = self.value(decl.total, None) if decl.total is not None else 1
            if sum(w for w, _ in parts) != total:
                raise EvalError(f"the weights of {decl.name} do not add up")
        parts = [(w, self.value(x, row)) for w, x in parts]
        if decl.rescaled:
            parts = [(w, x) for w, x in parts if x is not MISSING]
            if not parts:
                return ABSENT
        unknown = self.together([x for _, x in parts])
        if unknown is not None:
            return unknown
        total = sum((w * x for w, x in parts), Fraction(0))
        return divide(total, sum(w for w, _ in parts)) if decl.rescaled else total

    # Calls --------------------------------------------------------------------------------------------------------------
    def value_of_call(self, node, row, ctx):
        if node.name in GROUP or node.name in EACH_ROW:
            return self.over_table(node, row, ctx)
        if node.name == "why_missing":
            return self.cells[node.args[0].name][row][2]
        if node.name == "unspent":
            return self.allocation(self.names[node.args[0].name])["unspent"]
        if node.name == "coalesce":
            for arg in node.args[:-1]:
                x = self.value(arg, row, Context(True, ctx.own, ctx.cells))
                if x is not MISSING:
                    return x
            return self.value(node.args[-1], row, ctx)
        if node.name in ("any of", "all of"):
            return self.connect(node.args, node.name == "any of", row, ctx)
        args, knots = [], []
        for arg in node.args:
            if arg.kind == "knot":
                knots.append((self.value(arg.x, row, ctx), self.value(arg.y, row, ctx)))
            else:
                args.append(self.value(arg, row, ctx))
        unknown = self.together(args + [v for k in knots for v in k])
        if unknown is not None:
            return unknown
        if knots:
            return taper(args[0], knots)
        if node.name == "round":
            return exact.round_to(args[0], args[1], node.mode)
        return ROW_FUNCTIONS[node.name](*args)

    def over_table(self, node, row, ctx):
        """A function over the table: the value of the group, or of the row in its group."""
        each = node.name in EACH_ROW
        key = (id(node), ctx.key)
        if key not in self.memo:
            self.memo[key] = self.participants(node, ctx)
        if each and node.where is not None and not truth(self.value(node.where, row, ctx)):
            return ABSENT
        group = tuple(certain(self.named(k, row)) for k in node.per)
        key = (id(node), ctx.key, group)
        part = self.memo[key[:2]].get(group, [])
        if each and node.skip and all(taking_part[0] != row for taking_part in part):
            return MISSING                                                # it asks for no result of the group
        if key not in self.memo:
            try:
                if any(v is MISSING for _, x, w, keys in part for v in (x, w) + keys):
                    raise EmptyError("a function around one that is missing")
                self.memo[key] = self.compute(node, part, ctx)
            except EmptyError:
                if not ctx.soft:
                    raise
                self.memo[key] = None                                     # settled by coalesce
        found = self.memo[key]
        if found is None:
            return MISSING
        return found.get(row, MISSING) if each else found

    def participants(self, node, ctx):
        """For each group [(row, x, weight, sort keys)] of the rows with `where`, without the skipped ones: for all groups at once."""
        found = {}
        over = [] if node.name == "count" else node.args[:1]
        for row in range(self.rows):
            group = found.setdefault(tuple(certain(self.named(k, row)) for k in node.per), [])
            if ctx.own and self.cells[ctx.own][row][0] is MISSING and any(
                    mentions(part, ctx.own) for part in over + [node.where, node.weight] + [k for k, _ in node.by]):
                continue
            if node.where is not None and not truth(self.value(node.where, row, ctx)):
                continue
            x = self.value(over[0], row, ctx) if over else True
            w = self.value(node.weight, row, ctx) if node.weight is not None else Fraction(1)
            keys = tuple(self.value(k, row, ctx) for k, _ in node.by)
            if node.skip and any(v is MISSING for v in (x, w) + keys):
                continue
            for v in (x, w) + keys:
                if not (v is MISSING and ctx.soft):
                    certain(v)
            if node.weight is not None and w is not MISSING and w < 0:
                raise EvalError("a weight below 0")
            group.append((row, x, w, keys))
        return found

    def compute(self, node, part, ctx):
        name = node.name
        xs, ws = [x for _, x, _, _ in part], [w for _, _, w, _ in part]
        if name == "count":
            return Fraction(len(part))
        if name in ("any", "all"):
            return any(truth(x) for x in xs) if name == "any" else all(truth(x) for x in xs)
        if name == "sum":
            return add([w * x for x, w in zip(xs, ws)])
        if name in EACH_ROW:
            return {row: value for row, value in self.each_row(node, part, xs, ctx)} if part else {}
        if not part:
            raise EmptyError(f"{name} over no rows")
        if name in ("min", "max"):
            return min(xs) if name == "min" else max(xs)
        if name == "only":
            if len(xs) > 1:
                raise EvalError("only of several rows")
            return xs[0]
        if name == "mode":
            counts = {x: xs.count(x) for x in xs}
            best = [x for x in counts if counts[x] == max(counts.values())]
            if len(best) > 1:
                raise EvalError("a tie of mode")
            return best[0]
        if name == "share_of":
            return divide(add([w for x, w in zip(xs, ws) if x]), total_weight(ws))
        if name in ("median", "quantile"):
            p = self.value(node.args[1], None if not self.has_rows(node.args[1]) else part[0][0], ctx) if name == "quantile" else Fraction(1, 2)
            return exact.quantile(xs, p, node.kind_of or 7)
        if name == "ratio_90_10":
            return divide(exact.quantile(xs, Fraction(9, 10)), exact.quantile(xs, Fraction(1, 10)))
        if name == "mean":
            return mean(xs, ws)
        if name == "var":
            return variance(xs, ws, node.sample)
        if name == "sd":
            return exact.sqrt(variance(xs, ws, node.sample))
        if name == "cv":
            return divide(exact.sqrt(variance(xs, ws, node.sample)), mean(xs, ws))
        if name in ("theil_within", "theil_between"):
            groups = {}
            for row, x, w, _ in part:
                groups.setdefault(certain(self.named(node.args[1].name, row)), []).append((x, w))
            return theil_parts(xs, ws, list(groups.values()), name == "theil_within")
        return {"gini": gini, "theil": theil, "hoover": hoover}[name](xs, ws)

    def each_row(self, node, part, xs, ctx):
        """(row, value) for each row that takes part."""
        name, n = node.name, len(part)
        rows = [row for row, _, _, _ in part]
        if name in ("percentile_rank", "normal_score"):
            for row, x in zip(rows, xs):
                middle = Fraction(sum(y < x for y in xs)) + Fraction(xs.count(x) + 1, 2)
                yield row, middle / n if name == "percentile_rank" else exact.normal_quantile(middle / (n + 1))
        elif name == "zscore":
            centre, spread = mean(xs, [Fraction(1)] * n), exact.sqrt(variance(xs, [Fraction(1)] * n, node.sample))
            if spread == 0:
                raise EmptyError("zscore of a constant column")
            yield from ((row, divide(x - centre, spread)) for row, x in zip(rows, xs))
        elif name == "minmax":
            low, high = min(xs), max(xs)
            if low == high:
                raise EmptyError("minmax of a constant column")
            yield from ((row, divide(x - low, high - low)) for row, x in zip(rows, xs))
        elif name == "mad_score":
            centre = median(xs)
            spread = Fraction("1.4826") * median([abs(x - centre) for x in xs])
            if spread == 0:
                raise EmptyError("mad_score where the middle distance is 0")
            yield from ((row, divide(x - centre, spread)) for row, x in zip(rows, xs))
        elif name == "share":
            total = add(xs)
            if total == 0:
                raise EmptyError("share where the sum is 0")
            yield from ((row, divide(x, total)) for row, x in zip(rows, xs))
        else:
            yield from self.in_order(node, part, ctx)

    def in_order(self, node, part, ctx):
        """rank, bands, ntile, cumulative, take: over the rows in order, tie by tie."""
        n = len(part)
        ordered = sorted(part, key=lambda p: self.keys[p[0]])
        ordered.sort(key=order_key(node.by, lambda p: p[3]))
        ties = []                                                         # (rows before, dense rank, [participants])
        for i, one in enumerate(ordered):
            if ties and ties[-1][2][0][3] == one[3]:
                ties[-1][2].append(one)
            else:
                ties.append((i, len(ties) + 1, [one]))
        if node.name == "rank":
            for before, dense, tied in ties:
                k = len(tied)
                for i, one in enumerate(tied):
                    yield one[0], {"min": before + 1, "max": before + k, "average": before + Fraction(k + 1, 2), "dense": dense,
                                   "key": before + i + 1}[node.ties] + Fraction(0)
        elif node.name in ("bands", "ntile"):
            b = part[0][1]
            if b < 1 or b.denominator != 1:
                raise EvalError("a number of groups that is not whole or not at least 1")
            sizes = [n // b + (g < n % b) for g in range(int(b))] if node.name == "ntile" else []
            groups = [Fraction(g + 1) for g, size in enumerate(sizes) for _ in range(size)]
            for before, _, tied in ties:
                if node.name == "bands":
                    yield from ((one[0], Fraction(ceil((before + 1) * b / n))) for one in tied)
                    continue
                mine = groups[before:before + len(tied)]
                if mine[0] != mine[-1]:
                    raise EvalError("rows tie across an edge of ntile")
                yield from ((one[0], mine[0]) for one in tied)
        elif node.name == "cumulative":
            terms = dict(zip([p[0] for p in part], exact.as_terms([p[1] for p in part])))
            total = Fraction(0)
            for _, _, tied in ties:
                total += sum(terms[p[0]] for p in tied)
                yield from ((one[0], total) for one in tied)
        else:
            quotas = {self.value(node.args[1], p[0], ctx) for p in part}
            if len(quotas) > 1:
                raise EvalError("take: the quota differs within a group")
            left = quotas.pop()
            if left < 0 or any(p[1] < 0 for p in part):
                raise EvalError("take: a value or a quota below 0")
            for _, _, tied in ties:
                wanted = sum(p[1] for p in tied)
                if 0 < left < wanted and sum(p[1] > 0 for p in tied) > 1:
                    raise EvalError("take: rows tie where the quota ends")
                yield from ((p[0], min(p[1], left) if left < wanted else p[1]) for p in tied)
                left = max(left - wanted, Fraction(0))

    # Sharing money ------------------------------------------------------------------------------------------------------
    def value_of_allocate(self, decl, row):
        return self.allocation(decl)["awards"][row]

    def allocation(self, decl):
        key = ("allocation", decl.name)
        if key not in self.memo:
            awards, unspent = {}, Fraction(0)
            pots = {} if decl.per else {(): list(range(self.rows))}
            for row in range(self.rows) if decl.per else ():
                pots.setdefault(tuple(certain(self.named(k, row)) for k in decl.per), []).append(row)
            for rows in pots.values():
                got, rest = self.pot(decl, rows)
                awards.update(got)
                unspent += rest
            self.memo[key] = {"awards": awards, "unspent": cap(unspent)}
        return self.memo[key]

    def inputs(self, decl):
        """All that an allocation rests on, each to be computed by itself."""
        for row in range(self.rows):
            for clause in [decl.share, decl.weight, decl.base] + decl.floors + decl.ceilings:
                if clause is not None:
                    yield lambda: decl.where is not None and not truth(self.value(decl.where, row)) or self.value(clause, row)

    def award_unit(self, decl):
        if decl.unit is not None:
            unit = self.value(decl.unit, None)
            if unit <= 0:
                raise AllocationError("a unit that is not above 0")
            return unit
        return self.unit if self.type(decl.share) == ("money", 1) else Fraction(1)

    def pot(self, decl, rows):
        """The awards of one pot and what stays unspent: the steps of section 12."""
        unit = self.award_unit(decl)
        awards = dict.fromkeys(rows, Fraction(0))
        amounts = {self.value(decl.share, row) for row in rows} if self.has_rows(decl.share) else {self.value(decl.share, None)}
        if len(amounts) != 1:
            raise AllocationError("the amount differs within a group")
        whole = amount = amounts.pop()
        if amount < 0:
            raise AllocationError("an amount below 0")
        if (amount / unit).denominator != 1:
            if not decl.leave:
                raise AllocationError("the amount is not a multiple of the unit")
            amount = floor(amount / unit) * unit
        places = [row for row in rows if decl.where is None or truth(self.value(decl.where, row))]
        if not places:
            if amount == 0 or decl.leave:
                return awards, whole
            raise AllocationError("nobody to give it to")
        given = lambda clause, default: [self.value(clause, row) if clause is not None else Fraction(default) for row in places]
        weights, bases = exact.as_terms(given(decl.weight, 1)), exact.as_terms(given(decl.base, 0))
        if min(weights) < 0 or min(bases) < 0:
            raise AllocationError("a weight or a base below 0")
        floors, ceilings = [], []
        for row in places:
            least = max([Fraction(0)] + [self.value(f, row) for f in decl.floors])
            most = min((self.value(c, row) for c in decl.ceilings), default=None)
            floors.append(ceil(least / unit) * unit)
            ceilings.append(None if most is None else floor(most / unit) * unit)
            if most is not None and floors[-1] > ceilings[-1]:
                raise AllocationError("a floor above a ceiling")
        limits = [None] * len(places) if decl.capped else ceilings
        if decl.method:
            for row, count, most in zip(places, self.divided(decl, amount, unit, weights, floors, limits, places), ceilings):
                awards[row] = Fraction(count * unit) if most is None else min(Fraction(count * unit), most)
            return awards, whole - sum(awards.values())
        shares = self.shares(decl, amount, list(zip(weights, bases, floors, limits)))
        if decl.capped:
            shares = [s if c is None else min(s, c) for s, c in zip(shares, ceilings)]
        units = [floor(s / unit) for s in shares]
        lacking = floor(sum(shares) / unit) - sum(units)
        order = sorted(range(len(places)), key=lambda i: (units[i] - shares[i] / unit, self.keys[places[i]]))
        for i in order[:lacking]:
            units[i] += 1
        for row, count in zip(places, units):
            awards[row] = Fraction(count * unit)
        return awards, whole - sum(awards.values())

    def divided(self, decl, amount, unit, weights, floors, ceilings, places):
        """Units by a divisor method: each in turn to the largest weight / (units + 1), or weight / (units + 1/2)."""
        everything, step = amount / unit, Fraction(1, 2) if decl.method == "webster" else Fraction(1)
        low = [f / unit for f in floors]
        high = [inf if c is None else c / unit for c in ceilings]
        if sum(low) > everything:
            if not decl.scale:
                raise AllocationError("the floors are above the amount")
            weights, low, high = low, [Fraction(0)] * len(low), [inf] * len(low)
        if sum(h if w > 0 else l for w, l, h in zip(weights, low, high)) < everything:
            if not decl.leave:
                raise AllocationError("the ceilings are below the amount")
            return [h if w > 0 else l for w, l, h in zip(weights, low, high)]
        given = lambda rate: [max(l, min(floor(w * rate + 1 - step), h)) for w, l, h in zip(weights, low, high)]
        units, least, most = low, Fraction(0), everything / min((w for w in weights if w > 0), default=1) + 1
        for _ in range(200 if everything - sum(low) > 2000 else 0):  # the first of many units all at once
            middle = (least + most) / 2
            if sum(given(middle)) > everything:
                most = middle
            else:
                least, units = middle, given(middle)
        heap = [((u + step) / w, self.keys[places[i]], i) for i, (u, w, h) in enumerate(zip(units, weights, high)) if w > 0 and u < h]
        heapq.heapify(heap)
        for _ in range(int(everything - sum(units))):
            _, key, i = heapq.heappop(heap)
            units[i] += 1
            if units[i] < high[i]:
                heapq.heappush(heap, ((units[i] + step) / weights[i], key, i))
        return units

    def shares(self, decl, amount, places):
        """The exact shares."""
        low = [f if w > 0 else exact.clamp(b, f, c) for w, b, f, c in places]
        high = [c if w > 0 else exact.clamp(b, f, c) for w, b, f, c in places]
        if sum(low) > amount:
            if not decl.scale:
                raise AllocationError("the floors are above the amount")
            return [x * amount / sum(low) for x in low]
        if None not in high and sum(high) < amount:
            if not decl.leave:
                raise AllocationError("the ceilings are below the amount")
            return high
        return exact.lambda_shares(amount, places)

    # Printing -----------------------------------------------------------------------------------------------------------
    def print_value(self, column, row):
        node = column.value
        value = self.value(node, row)
        if value is MISSING or value is ABSENT:
            return ""
        if node.kind == "name" and node.name in self.fields and not column.percent and column.decimals is None:
            shown = self.cells[node.name][row][1]
            if shown and self.fields[node.name].units is None:
                return shown
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, datetime.date):
            return value.isoformat()
        if isinstance(value, str):
            return value
        kind = self.type(node)
        percent = column.percent or kind == "percent"
        digits = column.decimals
        if digits is None:
            digits = 2 if percent else 0 if kind == "count" else finite_decimals(self.unit) if isinstance(kind, tuple) else 6
            if node.kind == "name" and node.name in self.names and self.names[node.name].what == "allocate" and not percent:
                digits = finite_decimals(self.award_unit(self.names[node.name]))
        return decimal_text(value * 100 if percent else value, digits)

    def output(self, decl, attempt):
        lines = []
        if decl.figures:
            lines.append(["figure", "value"])
            for column in decl.columns:
                lines.append([column.name, attempt(lambda: self.print_value(column, None))])
            return lines
        lines.append([column.name for column in decl.columns])
        rows = range(self.rows)
        if decl.where is not None:
            rows = [row for row in rows if attempt(lambda: truth(self.value(decl.where, row)))]
        if decl.by:
            keys = {row: attempt(lambda: tuple(self.value(k, row) for k, _ in decl.by)) for row in rows}
            if None in keys.values():
                return lines
            rows = sorted(rows, key=lambda row: self.keys[row])
            rows.sort(key=functools.cmp_to_key(lambda a, b: compare_rows(decl.by, keys[a], keys[b])))
        for row in rows:
            lines.append([attempt(lambda: self.print_value(column, row)) for column in decl.columns])
        return lines

    # Checks -------------------------------------------------------------------------------------------------------------
    def check(self, decl, attempt):
        """Whether it holds."""
        rows = range(self.rows) if self.has_rows(decl.value) else [None]
        return all([attempt(lambda: self.value(decl.value, row)) is True for row in rows]) or decl.warn

    def compare(self, decl, attempt):
        by_row = any(self.has_rows(part) for part in (decl.left, decl.right, decl.where) if part is not None)
        within = attempt(lambda: self.value(decl.within, None)) if decl.within is not None else None
        if within is not None and within < 0:
            attempt(lambda: raise_(EvalError("within is below 0")))
        needed = attempt(lambda: self.value(decl.equal, None)) if decl.equal is not None else None
        equal, beyond = 0, 0
        for row in range(self.rows) if by_row else [None]:
            if decl.where is not None and not attempt(lambda: truth(self.value(decl.where, row))):
                continue
            a, b = attempt(lambda: self.value(decl.left, row)), attempt(lambda: self.value(decl.right, row))
            if a is None or b is None:
                continue
            unknown = [v is MISSING or v is ABSENT for v in (a, b)]
            same = all(unknown) or (not any(unknown) and a == b)
            equal += same
            beyond += not same and (any(unknown) or within is None or abs(a - b) > within)
        if needed is not None and equal < needed:
            return False
        return beyond == 0 or (needed is not None and within is None)


def raise_(error):
    raise error


def certain_place(value):
    if value is ABSENT:
        raise AssertionError("`is missing` of a value that is not applicable: the program is not valid")
    return value


def mentions(node, name):
    """Whether an expression names a field, outside functions over the table."""
    if node is None or (node.kind == "call" and (node.name in GROUP or node.name in EACH_ROW)):
        return False
    return (node.kind == "name" and node.name == name) or any(mentions(c, name) for c in node.children())


def compare_rows(by, a, b):
    """Order of output rows: a key that is not applicable comes last, whatever the direction."""
    for (_, highest), x, y in zip(by, a, b):
        if (x is ABSENT) != (y is ABSENT):
            return 1 if x is ABSENT else -1
        if x is not ABSENT and x != y:
            return -1 if (x > y) == highest else 1
    return 0


# Functions of numbers --------------------------------------------------------------------------------------------------

def above(x, base):
    return max(x - base, Fraction(0))


def limit(x, low, high):
    if low > high:
        raise EvalError("clamp with low above high")
    return min(max(x, low), high)


def taper(x, knots):
    if any(a[0] >= b[0] for a, b in zip(knots, knots[1:])):
        raise EvalError("the knots of taper do not ascend")
    if x <= knots[0][0]:
        return knots[0][1]
    for (x1, y1), (x2, y2) in zip(knots, knots[1:]):
        if x <= x2:
            return cap(y1 + (y2 - y1) * (x - x1) / (x2 - x1))
    return knots[-1][1]


def years_between(a, b):
    if b < a:
        return -years_between(b, a)
    return Fraction(b.year - a.year - ((b.month, b.day) < (a.month, a.day)))


ROW_FUNCTIONS = {
    "larger": max, "smaller": min, "above": above, "clamp": limit, "abs": abs, "sqrt": exact.sqrt, "ln": exact.ln, "exp": exact.exp,
    "average": lambda *xs: cap(sum(xs) / len(xs)), "floor": lambda x: Fraction(floor(x)), "ceil": lambda x: Fraction(ceil(x)),
    "float32": exact.float32, "number of": lambda *flags: Fraction(sum(flags)), "years_between": years_between,
}


def total_weight(ws):
    total = add(ws)
    if total == 0:
        raise EvalError("the weights add up to 0")
    return total


def mean(xs, ws):
    return divide(add([w * x for x, w in zip(xs, ws)]), total_weight(ws))


def variance(xs, ws, sample):
    if sample and len(xs) == 1:
        raise EvalError("a sample of one")
    centre = mean(xs, ws)
    squares = add([w * (x - centre) ** 2 for x, w in zip(xs, ws)])
    return divide(squares, Fraction(len(xs) - 1) if sample else total_weight(ws))


def positive_mean(xs, ws):
    centre = mean(xs, ws)
    if centre <= 0:
        raise EvalError("an inequality needs a mean above 0")
    return centre


def gini(xs, ws):
    positive_mean(xs, ws)
    merged = {}
    for x, w in zip(xs, ws):
        merged[x] = merged.get(x, 0) + w
    total, running, terms = add(ws), Fraction(0), []
    for x in sorted(merged):
        running += merged[x]
        terms.append(merged[x] * x * (2 * running - merged[x] - total))
    return divide(add(terms), total * add([w * x for x, w in zip(xs, ws)]))


def theil(xs, ws):
    centre = positive_mean(xs, ws)
    if min(xs) < 0:
        raise EvalError("theil of a value below 0")
    terms = [w * (x / centre) * exact.ln(x / centre) if x else Fraction(0) for x, w in zip(xs, ws)]
    return divide(add(terms), add(ws))


def theil_parts(xs, ws, groups, within):
    centre = positive_mean(xs, ws)
    if min(xs) < 0:
        raise EvalError("theil of a value below 0")
    total = add([w * x for x, w in zip(xs, ws)])
    parts = []
    for members in groups:
        mine, weights = [x for x, _ in members], [w for _, w in members]
        part = add([w * x for x, w in members])
        if part != 0:
            parts.append(part / total * (theil(mine, weights) if within else exact.ln(mean(mine, weights) / centre)))
    return add(parts)


def hoover(xs, ws):
    centre = positive_mean(xs, ws)
    return divide(add([w * abs(x - centre) for x, w in zip(xs, ws)]), 2 * total_weight(ws) * centre)


# Text ------------------------------------------------------------------------------------------------------------------

def finite_decimals(x):
    """How many decimals write x out."""
    digits = 0
    while x.denominator != 1:
        x, digits = x * 10, digits + 1
    return digits


def decimal_text(x, digits):
    n = exact.round_whole(x * 10 ** digits, "away")
    text = str(abs(n)).rjust(digits + 1, "0")
    return ("-" if n < 0 else "") + (text[:-digits] + "." + text[-digits:] if digits else text)


def csv_text(lines):
    quoted = lambda cell: '"' + cell.replace('"', '""') + '"' if re.search('[,"\r\n]', cell) else cell
    return "".join((",".join(map(quoted, line)) or '""') + "\n" for line in lines)


# A run -----------------------------------------------------------------------------------------------------------------

class Result:
    """The exit statuses a run may end with (more than one if several errors wait), what it prints, and why it failed."""

    def __init__(self, statuses, text="", reasons=()):
        self.statuses, self.text, self.reasons = statuses, text, list(reasons)


STATUS = {RuleError: 3, DataError: 4, EvalError: 4, EmptyError: 4, AllocationError: 5}


def evaluate(rules, data, settings=(), as_of=None):
    errors = []

    def attempt(work):
        try:
            return work()
        except tuple(STATUS) as error:
            errors.append(error)
            return None

    try:
        decls = read(rules)
        given = {name: Reader(text).expr() for name, text in settings}
        run = Run(decls, given, as_of)
        run.load(data)
    except tuple(STATUS) as error:
        return Result({STATUS[type(error)]}, reasons=[error])
    held, texts = True, []
    for decl in run.asked():
        if decl.what == "allocate":
            before = len(errors)
            attempt(lambda: run.allocation(decl))
            if len(errors) > before:                                      # which of its errors comes first does not matter
                for part in run.inputs(decl):
                    attempt(part)
        elif decl.what == "output":
            lines = run.output(decl, attempt)
            texts.append(csv_text(lines) if not errors else "")
        else:
            held = (run.check if decl.what == "check" else run.compare)(decl, attempt) and held
    if errors:
        return Result({STATUS[type(e)] for e in errors}, reasons=errors)
    return Result({0 if held else 1}, "\n".join(texts))


FAMILY = {3: "rule", 4: "evaluation or data", 5: "allocation"}


def main(arguments):
    paths, settings, as_of = [], [], None
    arguments = iter(arguments)
    for word in arguments:
        if word == "--set":
            settings.append(tuple(next(arguments).split("=", 1)))
        elif word == "--as-of":
            as_of = datetime.date.fromisoformat(next(arguments))
        else:
            paths.append(word)
    if len(paths) < 2 or paths[0] != "eval":
        sys.exit(__doc__)
    texts = [open(path, encoding="utf-8", newline="").read() for path in paths[1:]]
    result = evaluate(texts[0], texts[1] if len(texts) > 1 else "", settings, as_of)
    sys.stdout.write(result.text)
    for reason in result.reasons[:1]:
        print(f"error {FAMILY[STATUS[type(reason)]]}: {reason}")
    return min(result.statuses)


if __name__ == "__main__":
    sys.setrecursionlimit(20000)
    sys.exit(main(sys.argv[1:]))
