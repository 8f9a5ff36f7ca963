"""Holds the facts of one explanation as JSON against each other: words against numbers, neighbours against ranks, cuts against
what lies on their sides, a place in a queue against its remainder. recompute.py works out what follows from facts."""
import datetime
import re
from fractions import Fraction

from functions import COMPARE, State, exact, kind, read

WITHOUT_SIGN = ("margin", "gap", "moved")
TYPES = {"text": str, "choice": str, "flag": bool, "date": datetime.date}
SUFFIX = {None: 1, "k": 1000, "m": 10 ** 6, "bn": 10 ** 9, "%": Fraction(1, 100)}


def all_of(part):
    """Every object of the document."""
    if isinstance(part, dict):
        yield part
    for child in part.values() if isinstance(part, dict) else part:
        if isinstance(child, (dict, list)):
            yield from all_of(child)


def said(value, words, size):
    """Whether words round to the value, half away from zero."""
    if kind(value) is State:
        return True
    if kind(value) is str:
        return words == f'"{value}"' or not re.fullmatch(r"[\w ,.-]{1,30}", value)
    if kind(value) is not Fraction:
        return words == str(value).lower()
    sign, digits, unit, _ = re.fullmatch(r"(-?[^\d-]*-?)([\d,]+\.?\d*)(%|( percentage point| day)s?)?", words).groups()
    shown = exact.round_whole(abs(value) * (100 if unit and unit[:4] != " day" else 1) * 10 ** len(digits.partition(".")[2]), "away")
    return shown == int(re.sub("[,.]", "", digits)) and (("-" in sign) == (value < 0 and not size) or shown == 0)


def of_words(part):
    for name in [n[:-9] for n in part if n.endswith("_in_words")]:
        if not said(read(part, name), part[name + "_in_words"], name in WITHOUT_SIGN):
            yield f'{name} is {part[name]}, in words {part[name + "_in_words"]}'


def of_literal(n):
    number, value = re.fullmatch(r"\D*?([\d_.]+(?:e[+-]?\d+)?)(k|m|bn|%)?", n["text"]), read(n)
    if kind(value) is Fraction and number and value != Fraction(number[1].replace("_", "")) * SUFFIX[number[2]]:
        yield f'{n["text"]} is not {value}'
    if kind(value) is str and value != n["text"][1:-1] and not re.search(r"\\|\.\.\.$", n["text"]):
        yield f'{n["text"]} is not "{value}"'


def of_table(n):
    table = n["table"]
    top, bottom, value = table["from_top"], table["from_bottom"], read(n)
    if min(top, bottom) < 1 or top + bottom > table["rows"] + 1 or n["op"] == "minmax" and ((top == 1) != (value == 1) or (bottom == 1) != (value == 0)):
        yield f'{n["text"]}: {top} from the top and {bottom} from the bottom of {table["rows"]}'


def of_neighbour(step, other):
    own, rank = read(step), read(other, "rank")
    if not 0 < other.get("by_key", 1) <= len(step["rank"]["by"]):
        yield f'{other["key"]}: there is no such sort key'
    if "by_key" not in other:
        if rank != own and step["rank"]["ties"] != "key":
            yield f'{other["key"]} has another rank, and the same sort keys'
        return
    by = step["rank"]["by"][(other["by_key"] - 1) % len(step["rank"]["by"])]
    if "gap" in other and read(other, "gap") != read(other) - read(by) or read(other) == read(by):
        yield f'{other["key"]}: the gap is {other.get("gap")}'
    if ((read(other) > read(by)) == (by["direction"] == "highest first")) != (rank < own):
        yield f'{other["key"]} stands on the wrong side'


def of_cut(step, cut):
    at, holds, own, inside, outside = read(cut, "at"), COMPARE[cut["op"]], read(step), cut["last_inside"], cut["first_outside"]
    if inside and not holds(read(inside, "rank"), at) or outside and holds(read(outside, "rank"), at):
        yield f'{cut["text"]}: one of its two sides is wrong'
    if cut["inside"] and read(inside, "rank") < own or not cut["inside"] and read(outside, "rank") > own:
        yield f'{cut["text"]}: this place is nearer'
    for other in (inside, outside):
        if other and other["key"] != step["key"]:
            yield from of_neighbour(step, other)


def of_rank(step):
    r, own = step["rank"], read(step)
    before, tied, ties, after = r["before"], r["tied"], r["ties"], r["places"] - r["before"] - r["tied"] - 1
    if tied < 0 or after < 0 or (r["above"] is None) != (before == 0) or (r["below"] is None) != (after == 0):
        yield f'{step["name"]}: {before} before it, {tied} beside it and {after} behind it'
    known = {"min": (None, before + tied + 2), "max": (before, None), "average": (None, None)}.get(ties, (own - 1, own + 1))
    for other, rank, side in ((r["above"], known[0], -1), (r["below"], known[1], 1)):
        if other and ((read(other, "rank") - own) * side <= 0 or rank is not None and read(other, "rank") != rank):
            yield f'{step["name"]}: a neighbour has rank {other["rank"]}'
        yield from of_neighbour(step, other) if other else ()
    if ties == "key" and tied:
        yield f'{step["name"]}: {tied} share its rank'
    if ties == "dense" and (own > before + 1 or (own == 1) != (before == 0)):
        yield f'{step["name"]}: {before} stand before it'
    for cut in r["cuts"]:
        yield from of_cut(step, cut)


def of_pot(a):
    get = lambda name: read(a, name) if name in a else None
    if a["places"] != a["places_between"] + a["places_at_floor"] + a["places_at_ceiling"]:
        yield "places do not add up"
    if get("amount") < 0 or get("unspent") < 0 or get("all_shares") > get("amount") or get("part") and not 0 < get("part") <= 1:
        yield "more is shared than there is"
    if not a["leave_the_rest_unspent"] and get("amount") % get("unit") != 0:
        yield "the amount is no multiple of the unit"
    if a["capped_money_unspent"] and "lambda" in a and (a["places_at_ceiling"] > 0) != (get("all_shares") < get("amount") // get("unit") * get("unit")):
        yield "what is capped stays unspent"
    if a["places_between"] == a["places"] and "lambda" in a and (get("all_bases"), get("all_weights")) != (get("bases_between"), get("weights_between")):
        yield "the places between the bounds are not all"
    if a["places"] == 1 and (get("all_weights"), get("all_bases"), get("all_shares"), get("awarded")) != (get("weight"), get("base"), get("share"), get("award")):
        yield "the only place is not all"


def of_queue(a):
    rest, served, left, more = read(a, "remainder"), a.get("least_remainder_served"), a.get("largest_remainder_left"), 0 < a["queue"] <= a["spare_units"]
    if (a["queue"] > 0) != (rest > 0) or a["queue"] > a["queued"] or a["spare_units"] > a["queued"] or (served is None) != (a["spare_units"] == 0):
        yield f'place {a["queue"]} of {a["queued"]} in the queue'
    if (left is None) != (a["spare_units"] == a["queued"]) or served and left and Fraction(left) > Fraction(served):
        yield "the queue is not in order"
    if more and rest < Fraction(served) or rest and not more and rest > Fraction(left):
        yield "another place in the queue"
    if a["queue"] and (a["queue"] == a["spare_units"] and rest != Fraction(served) or a["queue"] == a["spare_units"] + 1 and rest != Fraction(left)):
        yield "the end of the queue is another's"


def of_steps(document):
    place = document["place"]
    for cell in document["cells"]:
        wanted = State if cell.get("missing") and "imputed_by" not in cell else TYPES.get(cell["type"], Fraction)
        if read(cell) is not State.error and (kind(read(cell)) is not wanted or cell["type"] == "count" and wanted is Fraction and read(cell).denominator != 1):
            yield f'{cell["name"]} is no {cell["type"]}'
    if place["key"] != ", ".join(k["value"] for k in place["keys"]):
        yield f'the key is {place["keys"]}'
    for step in document["steps"]:
        if "rank" in step:
            yield from of_rank(step | {"key": place["key"]})
        if step["kind"] == "allocate" and not all(c["applies"] for c in step["clauses"] if c["clause"] not in ("at least", "at most")):
            yield f'{step["name"]}: a clause does not apply'
        if step.get("award", {}).get("takes_part"):
            a, clauses = step["award"], [c["clause"] for c in step["clauses"]]
            if "in proportion to" not in clauses and read(a, "all_weights") != a["places"] or "starting from" not in clauses and read(a, "all_bases"):
                yield f'{step["name"]}: weights or bases of nowhere'
            yield from (f'{step["name"]}: {problem}' for problem in list(of_pot(a)) + list(of_queue(a) if "queue" in a else ()))


def check(document):
    """Which facts of an explanation contradict each other."""
    problems = list(of_steps(document))
    for part in all_of(document):
        problems += of_words(part)
        if part.get("op") == "literal" and "value" in part:
            problems += of_literal(part)
        if "from_top" in part.get("table", {}):
            problems += of_table(part)
    return problems
