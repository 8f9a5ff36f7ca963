#!/usr/bin/env python3
"""Explanations as JSON, of examples and of random programs, worked out again by tests/explain/recompute.py.

Usage: explain_random.py PLANG [--count N] [--seed S] [--jobs J] [--keep FOLDER] [--plant]

N pairs of a random program and a place, a third of them explained as large tables are, and places of every example. Half of the programs are the oracle's
(tests/oracle/generate.py), half share money in every way that the language has. What a document says came out is compared
with what `plang eval` (the VM) prints for the place; and where all places of a program are explained, the pots and ranks
are added up from their documents. A program that ends in an error is skipped and counted. With --plant single numbers, flags
and words of documents are altered, one at a time, and recompute.py must find each; see EXCUSED for what nobody can find.
"""
import argparse
import collections
import concurrent.futures
import copy
import csv
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "explain"), os.path.join(HERE, "oracle")]
if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)
import exact
import facts
import functions
import generate
import recompute

FEW, SAMPLE = 25, 8                                                    # all places of a table so small; else so many
EXAMPLES, OF_EXAMPLE, SMALL = os.path.join(HERE, "..", "examples"), 60, 400
MONEY_IN = ("£1", "£1", "£0.01", "£10", "£0.05", "£7")


def sharing(seed):
    """(rules, data, options): allocations of every kind, over few places that tie, weigh nothing or are not known."""
    r = random.Random(f"sharing {seed}")
    pick, chance = r.choice, lambda p: r.random() < p
    n = pick([1, 2, 3, 4, 5, 6, 7, 8, 10, 14, 20])
    few = [str(r.randint(0, 9)) for _ in range(3)] + [f"{r.uniform(0, 50):.1f}" for _ in range(3)] + ["0", "1"]
    rows = [["code", "area", "w", "last", "low", "high", "open"]]
    for i in range(n):
        low = r.randint(0, 60)
        rows.append([f"{pick('abAB')}{i:02}", pick(["North", "South", 'The "West"']), "" if chance(0.1) else pick(few), f"{pick([0, 10, 25, 40.5, r.randint(0, 99)])}",
                     str(low), str(low + r.randint(0, 90) / 2), pick("YYYN")])
    lines = ['fund "Shares" currency GBP', "dataset place key code field area text field w number may be missing field last money field low money field high money",
             '  field open flag ("Y", "N")', f"param pot = £{pick([0, 100, 250, 1000, 1234])}", "param third = 1/3", "rule in_it when w is not missing" + pick(["", " and open", " and (open or last > £20)"])]
    where = " where in_it"
    if chance(0.5):
        lines.append(f"rank order by {pick(['w highest first', 'w lowest first, code highest first', 'last highest first, w lowest first'])}{where}"
                     + pick(["", " per area"]) + pick(["", " ties max", " ties average", " ties dense", " ties key"]))
        lines.append(f"band tier{where} when order <= {pick(['2', 'third * count(place where in_it)'])} then \"a\" when order < 5 then \"b\" otherwise \"c\"")
    for i in range(r.randint(1, 3)):
        per, unit, divisor = chance(0.25), pick(MONEY_IN), chance(0.3)
        amount = pick(["pot", f"£{r.randint(1, 40) * 10}", f"£{r.uniform(1, 900):.2f}", "sum(last)"] + (["sum(last per area)"] * 2 if per else []))
        text = [f"allocate a{i} share {amount}{where}" + (" per area" if per else "")]
        if chance(0.85):
            text.append("in proportion to " + pick(["w", "w", "w", "w / 3", "w ^ 2", "above(w, 2)", "taper(w, 0 -> 1, 5 -> 0.5, 9 -> 0)", "1 + w * third", "larger(w - 3, 0)", "if open then w else 1"]))
        if not divisor and chance(0.35):
            text.append("starting from " + pick(["last", "last / 3", "£10", "last * 2"]))
        text += ["at least " + pick(["low", "£5", "10% of last", "low / 7"]) for _ in range(pick([0, 0, 1, 1, 2]))]
        text += ["at most " + pick(["high", "high * 3", "£200", "high + £40"]) for _ in range(pick([0, 0, 1, 1, 2]))]
        text += [f"rounded to {unit}"] * chance(0.8) + [f"method {pick(['webster', 'dhondt'])}"] * divisor
        text += ["leave the rest unspent"] * chance(0.8) + ["scale floors to fit"] * chance(0.6) + ["capped money stays unspent"] * chance(0.2)
        if seed % 12 > 9:  # as most are, so that many are read off their awards
            text = [t for t in text if t not in ("scale floors to fit", "capped money stays unspent") and not t.startswith("method")]
        lines.append(" ".join(text))
        if chance(0.3):
            lines.append(f"let left{i} = unspent(a{i})")
            lines.append(f"allocate more{i} share left{i}{where} leave the rest unspent rounded to £0.01")
    data = "".join(",".join('"' + c.replace('"', '""') + '"' for c in row) + "\n" for row in rows)
    return "\n".join(lines) + "\n", data, []


# --- running ---

class Failed(Exception):
    """plang ended with an error."""


def plang(program, command, rules, data, words):
    run = subprocess.run([program, command, rules, data, "--format", "json"] + words, capture_output=True, check=False, timeout=300)
    if run.returncode not in (0, 1):
        if run.returncode < 0 or run.returncode in (2, 6, 7):
            raise AssertionError(f"{command} ended with {run.returncode}: {run.stderr.decode()[-500:]}")
        raise Failed(run.stderr.decode("utf-8", "replace"))
    return run.stdout


def explained(program, rules, data, options, most=None, seed=0, large=False):
    """(documents, the printed row of each, how many places there are)."""
    with open(rules, encoding="utf-8") as file:
        text = file.read()
    key = re.search(r"^\s*(?:dataset \w+ )?key\s+(\w+(?:, \w+)*)", text, re.M)[1].split(", ")
    names = [n for n in re.findall(r"^(?:let|rule|score|rank|band|allocate) (\w+)", text, re.M) if n not in key]
    with tempfile.NamedTemporaryFile("w", suffix=".pl", dir=os.path.dirname(rules), encoding="utf-8") as asked:
        for columns in (key + names, key):
            asked.seek(0)
            asked.truncate()
            asked.write(text + "\noutput " + ", ".join(columns) + "\n")
            asked.flush()
            try:
                printed = plang(program, "eval", asked.name, data, options)
                break
            except Failed:
                if columns == key:
                    raise
        rows = json.loads(printed, parse_float=str, parse_int=str)["tables"][-1]["rows"]
        chosen = rows if len(rows) <= (most or FEW) else random.Random(seed).sample(rows, most or SAMPLE)
        places = [", ".join(row[k] for k in key) for row in chosen]
        options = options + (["--large", "1"] if large else []) + ["--"]
        documents = json.loads(plang(program, "explain", asked.name, data, options + places)) if places else []
    return documents, chosen, len(rows)


# --- what documents must say together ---

def printed_as(value, shown, words):
    """Whether a cell of the result shows a value."""
    if shown is None or isinstance(value, functions.State):
        return shown is None and isinstance(value, functions.State)
    if isinstance(value, Fraction):
        scaled = value * 10 ** len(shown.partition(".")[2]) * (100 if words.endswith("%") else 1)
        return Fraction(shown.replace(".", "")) == exact.round_whole(scaled, "away")
    return shown is value if isinstance(value, bool) else shown == str(value)


def against_result(document, row):
    for step in document["steps"]:
        if step["name"] in row and not printed_as(functions.read(step), row[step["name"]], step["value_in_words"]):
            yield f'{step["name"]}: the result shows {row[step["name"]]}, the explanation {step["value"]}'


SAME_FOR_ALL = ("amount", "unit", "awarded", "unspent", "places", "places_at_floor", "places_at_ceiling", "places_between", "all_weights", "all_bases", "all_shares",
                "lambda", "weights_between", "bases_between", "shares_at_bounds", "floors_scaled_to", "all_floors", "whole_units", "queued", "spare_units",
                "divisor_low", "divisor_high", "least_remainder_served", "largest_remainder_left", "method")


def pot_adds_up(name, pot):
    """pot: (key, award) of all its places."""
    a, places = pot[0][1], [(k, x) for k, x in pot if x["takes_part"]]
    total = lambda member: sum((Fraction(x[member]) for _, x in places), Fraction(0))
    for member in SAME_FOR_ALL:
        if any(x.get(member) != a.get(member) for _, x in pot):
            yield f"{name}: {member} is not the same for all places"
    if len(places) != a["places"]:
        yield f"{name}: {len(places)} places take part, not {a['places']}"
    for of_all, member in (("awarded", "award"), ("all_weights", "weight"), ("all_bases", "base"), ("all_shares", "share")):
        if total(member) != Fraction(a[of_all]):
            yield f"{name}: {member} adds up to {total(member)}, not to {a[of_all]}"
    bounds = collections.Counter(x["bound"] for _, x in places)
    if (bounds["floor"], bounds["ceiling"]) != (a["places_at_floor"], a["places_at_ceiling"]):
        yield f"{name}: {bounds} at bounds"
    if a["method"] == "largest remainder":
        queue = sorted((-Fraction(x["remainder"]), k, x["queue"]) for k, x in places if x["queue"])
        if [position for _, _, position in queue] != list(range(1, a["queued"] + 1)):
            yield f"{name}: the queue of remainders is not in order"


def calls(part):
    """Every whole-table function that was asked for."""
    for holder in facts.all_of(part):
        if "table" in holder:
            yield holder


def tables_agree(documents):
    """Of a whole-table function all places of a group say the same; and where they stand follows from their values."""
    seen = collections.defaultdict(dict)
    for i, d in enumerate(documents):
        for n in calls(d):
            if not n["text"].endswith("..."):
                seen[n["text"], n["line"], n["table"].get("group")].setdefault(i, n)
    for (text, _, group), of in seen.items():
        nodes = [n for n in of.values() if "from_top" in n["table"]]
        if len({n["table"]["rows"] for n in of.values()}) > 1 or len({json.dumps(n["table"]["facts"]) for n in nodes}) > 1:
            yield f"{text} of {group}: places say different things"
        values = [functions.read(n) for n in nodes]
        for n in nodes if nodes and len(values) == nodes[0]["table"]["rows"] else ():
            place = [1 + sum(v > functions.read(n) for v in values), 1 + sum(v < functions.read(n) for v in values)]
            if place != [n["table"]["from_top"], n["table"]["from_bottom"]]:
                yield f"{text} of {group}: stands at {place}"


def together(documents):
    """What all places of a run say, added up."""
    yield from tables_agree(documents)
    pots, ranks = collections.defaultdict(list), collections.defaultdict(list)
    for d in documents:
        key = tuple(k["value"].encode() for k in d["place"]["keys"])
        for step in d["steps"]:
            if step["kind"] == "allocate" and step["award"]["takes_part"]:
                pots[step["name"], step["award"].get("group")].append((key, step["award"]))
            if "rank" in step:
                ranks[step["name"], step["rank"].get("group")].append((Fraction(step["value"]), d["place"]["key"], step["rank"]))
    for (name, _), pot in pots.items():
        yield from pot_adds_up(name, pot)
    for (name, _), all_of in ranks.items():
        rank_of = {key: rank for rank, key, _ in all_of}
        for rank, key, r in all_of:
            before = sum(other < rank for other in rank_of.values())
            alike = sum(other == rank for other in rank_of.values()) - 1
            if (r["places"], r["before"], r["tied"]) != (len(all_of), before, alike):
                yield f"{name}: {key} has {before} before it and {alike} beside it, of {len(all_of)}"
            for o in [r["above"], r["below"]] + [o for c in r["cuts"] for o in (c["last_inside"], c["first_outside"])]:
                if o and rank_of.get(o["key"]) != Fraction(o["rank"]):
                    yield f"{name}: {o['key']} has another rank than {o['rank']}"


def wrong(document):
    try:
        return recompute.check(document) + facts.check(document)
    except Exception as error:                                         # a document that cannot be followed is wrong
        return [f"{type(error).__name__}: {error}"]


def judge(documents, rows, count):
    problems = [(i, p) for i, (d, row) in enumerate(zip(documents, rows)) for p in wrong(d) + list(against_result(d, row))]
    if len(documents) == count:
        problems += [(None, p) for p in together(documents)]
    return problems


# --- cases ---

def case(task):
    """(seed, how many places, problems, documents, whether these are all) of a random program; no places after an error."""
    program, seed, keep, wanted = task
    count, (rules, data, options) = None, sharing(seed) if seed % 2 else generate.generate(seed // 2)
    with tempfile.TemporaryDirectory(prefix="plang-explain-") as folder:
        paths = [os.path.join(folder, name) for name in ("rules.pl", "data.csv")]
        for path, content in zip(paths, (rules, data)):
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(content)
        try:
            documents, rows, count = explained(program, *paths, options, seed=seed, large=seed % 6 > 3 and not wanted)
            problems = judge(documents, rows, count)
        except Failed:
            return seed, 0, [], [], False
        except (AssertionError, ValueError, subprocess.TimeoutExpired) as error:
            documents, problems = [{}], [(None, f"{type(error).__name__}: {error}")]
    if problems and keep:
        os.makedirs(os.path.join(keep, str(seed)), exist_ok=True)
        for name, content in (("rules.pl", rules), ("data.csv", data), ("options", " ".join(options)), ("explained.json", json.dumps(documents, indent=1)),
                              ("problems", "\n".join(f"{i}: {p}" for i, p in problems))):
            with open(os.path.join(keep, str(seed), name), "w", encoding="utf-8", newline="") as file:
                file.write(content)
    return seed, len(documents), problems, documents if wanted else [], len(documents) == count


def example(task):
    program, folder = task
    rules = os.path.join(EXAMPLES, folder, "rules.pl")
    data = next(os.path.join(EXAMPLES, folder, f) for f in sorted(os.listdir(os.path.join(EXAMPLES, folder))) if f.endswith(".csv") and f != "expected.csv")
    with open(data, encoding="utf-8-sig", newline="") as file:
        count = sum(1 for _ in csv.reader(file)) - 1
    documents, rows, count = explained(program, rules, data, [], most=SMALL if count <= SMALL else OF_EXAMPLE, seed=folder)
    return folder, len(documents), judge(documents, rows, count)


def show(name, problems):
    for i, problem in problems[:5]:
        print(f"{name}, place {i}: {problem}"[:400])


def check(arguments):
    folders = sorted(f for f in os.listdir(EXAMPLES) if os.path.exists(os.path.join(EXAMPLES, f, "rules.pl")))
    passed = failed = skipped = programs = 0
    with concurrent.futures.ProcessPoolExecutor(arguments.jobs) as pool:
        of_examples = pool.map(example, [(arguments.plang, f) for f in folders])
        seed, batch = arguments.seed, 40 * arguments.jobs
        while passed + failed < arguments.count:
            tasks = [(arguments.plang, s, arguments.keep, False) for s in range(seed, seed + batch)]
            seed += batch
            for found, places, problems, _, _ in pool.map(case, tasks, chunksize=4):
                programs, skipped = programs + (places > 0), skipped + (places == 0)
                bad = min(len({i for i, _ in problems}), places)
                passed, failed = passed + places - bad, failed + bad
                show(f"seed {found}", problems)
        print(f"{passed + failed} places of {programs} random programs; {skipped} programs without places or with an error")
        for folder, places, problems in of_examples:
            print(f"{places} places of {folder}")
            bad = min(len({i for i, _ in problems}), places)
            passed, failed = passed + places - bad, failed + bad
            show(folder, problems)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


# --- planted mistakes ---

WORDS = {"bound": ("none", "floor", "ceiling"), "direction": ("highest first", "lowest first")}
NOT_SAID = ("line", "field", "title", "text", "column", "because", "cite", "note", "section", "from", "name", "op", "key", "group", "in_words", "by")


def altered(name, holder, r):
    """Another value of a member that says something; None: it says nothing that can be altered."""
    value = holder[name]
    if isinstance(value, bool):
        return not value
    if name in WORDS:
        return r.choice([w for w in WORDS[name] if w != value])
    if name.endswith("_in_words"):
        digits = [i for i, c in enumerate(value) if c.isdigit()]
        at = r.choice(digits) if digits and not holder.get(name[:-9] + "_is") else None
        return None if at is None else value[:at] + str((int(value[at]) + 1) % 10) + value[at + 1:]
    if isinstance(value, int) and name not in NOT_SAID:
        return value + r.choice([1, -1])
    what = holder.get(name + "_is")
    if name in NOT_SAID or not isinstance(value, str) or name.endswith("_is") or name + "_in_words" not in holder:
        return None
    if what:
        return value + "x" if what == "text" else None
    return str(Fraction(value) + r.choice([1, -1, Fraction(1, 997)]))


def leaves(part, path):
    """(kind, holder, member) of all that an explanation says; the kind of an expression's member has its operator."""
    at = f"({part['op']})" if isinstance(part, dict) and "op" in part and "text" in part and "of" not in path[-1:] else ""
    for name, child in part.items() if isinstance(part, dict) else enumerate(part):
        if isinstance(child, (dict, list)):
            yield from leaves(child, path if isinstance(part, list) else path[-1:] + [name])
        else:
            expression = f"expression {part['op']}" if isinstance(part, dict) and "line" in part and "op" in part else ".".join(path[-2:])
            yield f"{expression}.{name}", part, name


# What the document of one place cannot contradict, and why.
GROUP = "sum|mean|median|min|max|var|sd|quantile|mode|only|share_of|gini|theil|theil_within|theil_between|hoover|ratio_90_10|cv|any|all"
EXCUSED = {
    r"^cells\.(value|missing)$": "no expression that was asked names the cell",
    rf"^expression ({GROUP})\.value$": "what is made of the figure is rounded, or compared",
    r"\.table\.(rows|from_top|from_bottom)$": "the other places know",
    r"^table\.facts\.value$": "bands are wider than a rank",
    r"\.grounds\.value$": "how many tie matters to some ties only, what stood before to some of a quota",
    r"^(cuts\.\w+|rank\.above|rank\.below)\.(rank|value|by_key)$": "another place only has to stand on its side",
    r"^rank\.by\.direction$": "no neighbour differs by this key",
    r"^steps\.rank\.(places|tied)$": "the other places know",
    r"^steps\.award\.(all_\w+|queue|queued|divisor_\w+|least_remainder_served|largest_remainder_left)$": "the other places know",
    r"^steps\.award\.(capped_money_unspent|leave_the_rest_unspent)$": "here nothing is capped, or left",
}


def excuse(kind):
    return next((why for pattern, why in EXCUSED.items() if re.search(pattern, kind)), None)


def plant_in(document, others, planted, r, most=25):
    """Alters one thing after the other and counts, by kind, what was found: in the document alone, and in all of the run's."""
    for kind, holder, name in list(leaves(document, [])):
        new = altered(name, holder, r) if planted[kind][0] < most else None
        if new is None:
            continue
        words, before = name + "_in_words", dict(holder)
        holder[name] = new
        if words in holder:                                            # else any value would be found by its words
            del holder[words]
        alone = bool(wrong(document))
        times, found, of_all = planted[kind]
        planted[kind] = (times + 1, found + alone, of_all + (alone or bool(excuse(kind) and others and list(together(others)))))
        holder.clear()
        holder.update(before)


def plant(arguments):
    r, planted = random.Random(1), collections.defaultdict(lambda: (0, 0, 0))
    tasks = [(arguments.plang, s, None, True) for s in range(arguments.seed, arguments.seed + 300)]
    with concurrent.futures.ProcessPoolExecutor(arguments.jobs) as pool:
        runs = [run[3:] for run in pool.map(case, tasks, chunksize=4)]
    for documents, complete in runs:
        for document in documents[:3]:
            plant_in(document, documents if complete else [], planted, r)
    missed = [kind for kind, (times, found, _) in planted.items() if found < times and not excuse(kind)]
    for kind, (times, found, of_all) in sorted(planted.items()):
        if found < times:
            print(f"{kind}: {found} of {times} found, {of_all} with all places: {excuse(kind) or 'NOT EXCUSED'}")
    print(f"{sum(times for times, _, _ in planted.values())} plants of {len(planted)} kinds, {sum(found for _, found, _ in planted.values())} found")
    print(f"{len(planted) - len(missed)} passed, {len(missed)} failed")
    return 1 if missed or len(planted) < 100 else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("plang", type=os.path.abspath)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--keep", metavar="FOLDER")
    parser.add_argument("--plant", action="store_true")
    arguments = parser.parse_args()
    return plant(arguments) if arguments.plant else check(arguments)


if __name__ == "__main__":
    sys.setrecursionlimit(20000)
    sys.exit(main())
