"""Values of an explanation, and the functions of the language over them, for recompute.py: exact, over fractions; roots, logarithms and
normal quantiles to 34 digits are those of the oracle."""
import datetime
import enum
import math
import os
import sys
from fractions import Fraction

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "oracle"))
import exact

State = enum.Enum("State", ["missing", "not applicable", "error"])     # why there is no value
MISSING, ABSENT, ERROR = State


def read(node, name="value"):
    """A value of the document: a Fraction, bool, text or date; a State where there is none."""
    what, raw = node.get(name + "_is"), node.get(name)
    if what in State.__members__ or isinstance(raw, bool):
        return State[what] if what else raw
    return raw if what == "text" else datetime.date.fromisoformat(raw) if what == "date" else Fraction(raw)


def kind(value):
    return type(value) if isinstance(value, (State, bool, str, datetime.date)) else Fraction


def states_of(values):
    return [x for v in values for x in (states_of(v) if isinstance(v, list) else [v] if kind(v) is State else [])]


def worst(states):
    return max(states, key=list(State).index)


def taper(x, *knots):
    lines = (y1 + (y2 - y1) * (x - x1) / (x2 - x1) for (x1, y1), (x2, y2) in zip(knots, knots[1:]) if x1 < x <= x2)
    return next(lines, knots[0][1] if x <= knots[0][0] else knots[-1][1])


def years(a, b):
    return -years(b, a) if b < a else b.year - a.year - ((b.month, b.day) < (a.month, a.day))


def ntile(parts, rank, rows):                                          # the first rows % parts groups are the larger
    return next(tile for tile in range(1, rows + 1) if tile * (rows // parts) + min(tile, rows % parts) >= rank)


def rounded(x, unit, how):
    return exact.round_to(x, unit, {None: "away", "half even": "even"}.get(how, how))


COMPARE = {"=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
           ">=": lambda a, b: a >= b}
FUNCTIONS = COMPARE | {
    "+": lambda a, b: a + b, "-": lambda a, b=None: -a if b is None else a - b, "*": lambda a, b: a * b, "of": lambda a, b: a * b,
    "/": lambda a, b: a / b, "^": exact.power, "mod": exact.modulo, "&": lambda a, b: a + b, "not": lambda a: not a,
    "number of": lambda *x: sum(x), "larger": lambda *x: max(x), "smaller": lambda *x: min(x), "average": lambda *x: sum(x) / len(x),
    "above": lambda x, base: max(x - base, 0), "clamp": lambda x, low, high: min(max(x, low), high), "abs": abs, "floor": math.floor,
    "ceil": math.ceil, "sqrt": exact.sqrt, "ln": exact.ln, "exp": exact.exp, "float32": exact.float32, "taper": taper,
    "years_between": years, "function": lambda x: x}
# The rank of a place that so many stand before, and so many beside.
PLACES = {"min": lambda before, tied: before + 1, "max": lambda before, tied: before + tied + 1,
          "average": lambda before, tied: before + 1 + Fraction(tied) / 2, "key": lambda before, tied: before + 1}
# (x - from) / by, by the names of these facts.
SCALED = {"zscore": ("mean", "standard deviation"), "minmax": ("lowest", "range"), "share": (None, "sum"),
          "mad_score": ("median", "1.4826 times the median distance from it")}
# Of the operands, the facts and the number of rows.
TABLE = {"count": lambda of, f, rows: rows, "bands": lambda of, f, rows: math.ceil(f["rank"] * of[0] / rows),
         "percentile_rank": lambda of, f, rows: f["rank"] / rows, "ntile": lambda of, f, rows: ntile(of[0], f["rank"], rows),
         "cumulative": lambda of, f, rows: f["before"] + f["tied"], "take": lambda of, f, rows: min(of[0], max(of[1] - f["before"], 0)),
         "normal_score": lambda of, f, rows: exact.normal_quantile(f["rank"] / (rows + 1))}
