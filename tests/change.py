#!/usr/bin/env python3
"""change.py PLANG [--count N] [--seed S] [--plant]: what would change a decision, verified by doing it.

For random places and cells of the made-up fund and of the small rule files below, takes what `plang explain --change`
says, puts the value into the CSV file, runs `plang eval` (which is the VM) and looks: the decision is another, with the value
one step nearer it is as it was, with values in between it is as it was where the answer claims to be exact, and the award moves
as the slope says, up to where it holds. N counts cells of places; CHANGES=N in the environment does too.
Random rule files (tests/oracle), one for each cell, must be answered alike by the VM and by the exact evaluator alone.
`--plant` moves each value by a step instead, and every one of these errors must be noticed."""
import argparse
import csv
import datetime
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from decimal import Decimal
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "oracle"))
import generate  # noqa: E402
FUND = os.path.join(HERE, "..", "examples", "place-renewal-fund")

HEAD = '''fund "Changes" currency GBP
dataset place "Places"
  key code
  field region text
  field tier choice ("A", "B", "C")
  field people count
  field jobless percent
  field income money
  field index number
  field rural flag
  field since date
'''

# What comes after HEAD; `{x: clause}` adds a clause to a field.
PROGRAMS = {
    "rules in rules": ({}, '''
rule poor when income < £20_000 and jobless > 5%
rule large when people in 5_000 .. 20_000 or people in (300, 400, 500)
rule old when since < 2015-06-01 unless rural because "it is rural"
rule eligible when number of (poor, large, old) >= 2 unless tier = "C" and jobless <= 8% because "it is not"
rule middling when jobless in 3% to under 6% or not (index in -1 .. 1)
'''),
    "straight lines": ({}, '''
let gap = larger(0, jobless - 4%) * 100 + clamp(index, -2, 2) / 2
let worth = taper(people, 1_000 -> 0, 5_000 -> 1, 9_000 -> 0.2)
let size = if rural then abs(index - 1) else smaller(index, 3) * 2
let cost = above(income, £18_000) / £1_000
rule one when gap + worth > 1.3
rule two when (if gap > 2 then size else worth * 3) >= 1.5
rule three when average(gap, size, worth) * -2 < -1.1 and cost < 7.25
band level when gap + cost > 9 then "high" when gap + cost > 4 then "middle" otherwise "low"
'''),
    "bent": ({}, '''
rule one when floor(people / 700) mod 2 = 1 or round(index to 0.5) >= 2
rule two when index * index + jobless * 20 > 3
rule three when ln(people) > 8.2 and sqrt(income / £1) < 150
rule four when years_between(since, 2026-01-01) >= 9
rule five when index * people > 4_000 and people / (abs(index) + 1) < 6_000
'''),
    "groups": ({"jobless": "if missing use median(jobless per region)", "income": "if missing use mean(income)"}, '''
rule worse when jobless > median(jobless per region)
rule poor when income < 90% of mean(income per region)
let apart = zscore(jobless per region)
rule far when apart > 1.2 or minmax(people per region) < 0.1
rule weighty when people > 8% of sum(people) or share_of(rural per region) > 50%
rule eligible when number of (worse, poor, far, weighty) >= 2
'''),
    "ranked": ({}, '''
rule eligible when jobless >= 4% unless income > £31_000 because "it is rich"
score need where eligible
  weight 50% on zscore(jobless)
  weight 30% on -zscore(income)
  weight 20% on minmax(index)
rank priority by need highest first, people highest first where eligible
band category where eligible
  when priority <= 20% of count(place where eligible) then "1"
  when priority <= 50% of count(place where eligible) then "2"
  otherwise "3"
let fifth = bands(5 by income lowest first)
allocate award share £3m where eligible in proportion to (1 + minmax(need where eligible)) * people
  at least £20_000 at most £300_000 rounded to £1
'''),
    "pots": ({}, '''
rule rich when income > £30_000
let pot = sum(people per region) * £100
allocate base_award share £2m where not rich and people > 500 in proportion to people
  starting from £10 * people at least £5_000 at most £400_000
allocate top_up share pot per region in proportion to jobless * people + 1 rounded to £1
'''),
    "missing": ({"index": "may be missing", "income": "if missing use £21_500", "since": "may be missing"}, '''
rule known when index is not missing and coalesce(index, 0) < 2
rule poor when income < £21_000
rule young when coalesce(since, 2020-01-01) > 2018-01-01
rule eligible when known or (poor and young)
allocate award share £1m where eligible in proportion to people at most £90_000 leave the rest unspent
'''),
    "kept": ({}, '''
rule eligible when jobless > 4.5% and people > 800
score need weights rescaled
  weight 2 on jobless * 100
  weight 1 on index where rural
  weight 1 on 0 - index where people > 3_000
band step when need > 8 then 3 when need > 4 then 2 otherwise 1
let half = ntile(2 by jobless highest first, code lowest first)
'''),
}


def rules_of(name):
    clauses, body = PROGRAMS[name]
    lines = []
    for line in HEAD.splitlines():
        words = line.split()
        lines.append(line + (" " + clauses[words[1]] if words[:1] == ["field"] and words[1] in clauses else ""))
    if name == "kept":
        lines.append("  keep where people > 200")
    return "\n".join(lines) + "\n" + body + outputs(body)


def outputs(body):
    names = [l.split()[1] for l in body.splitlines()
             if l.split()[:1] and l.split()[0] in ("rule", "band", "let", "allocate")]
    return "output code, " + ", ".join(names) + "\n"


def table_of(name, rng, rows=36):
    missing = PROGRAMS[name][0]
    head = ["code", "region", "tier", "people", "jobless", "income", "index", "rural", "since"]
    out = [head]
    for i in range(rows):
        day = datetime.date(2010, 1, 1) + datetime.timedelta(days=rng.randrange(5500))
        row = ["P%03d" % i, rng.choice(["North", "South", "West"]), rng.choice("ABC"),
               str(rng.choice([300, 400, rng.randrange(1, 12000), rng.randrange(1, 12000)])),
               "%.1f" % rng.uniform(0, 12), "%.2f" % rng.uniform(14000, 36000), "%.2f" % rng.uniform(-4, 5),
               rng.choice(["true", "false"]), day.isoformat()]
        for at, column in enumerate(head):
            if column in missing and rng.random() < 0.15:
                row[at] = ""
        out.append(row)
    return out


class Case:
    """One rule file with one table."""

    def __init__(self, plang, folder, rules, table):
        self.plang, self.rules, self.table = plang, os.path.join(folder, "rules.pl"), table
        self.data, self.changed = os.path.join(folder, "data.csv"), os.path.join(folder, "changed.csv")
        with open(self.rules, "w", encoding="utf-8") as f:
            f.write(rules)
        write(self.data, table)
        self.runs = {}

    def explain(self, key, *how):
        out = subprocess.run([*self.plang, "explain", "--change", "--format", "json", *how, self.rules, self.data, key],
                             capture_output=True, check=False)
        if out.returncode not in (0, 1):
            raise AssertionError("explain: " + out.stderr.decode()[:500])
        return json.loads(out.stdout)[0]

    def evaluate(self, key, column, cell):
        """The row of the place with one cell changed (None: none); None when the run stops."""
        known = (key, column, cell)
        if known not in self.runs:
            table = [list(row) for row in self.table]
            if cell is not None:
                at = table[0].index(column)
                for row in table[1:]:
                    if row[0] == key:
                        row[at] = cell
            write(self.changed, table)
            out = subprocess.run([*self.plang, "eval", "--format", "csv", self.rules, self.changed], capture_output=True,
                                 check=False)
            rows = list(csv.DictReader(io.StringIO(out.stdout.decode()))) if out.returncode in (0, 1) else []
            self.runs[known] = next((r for r in rows if r["code"] == key), None)
        return self.runs[known]


def write(path, table):
    with open(path, "w", newline="", encoding="utf-8") as f:
        csv.writer(f).writerows(table)


def number(text):
    return Fraction(text) if "/" in text else Fraction(Decimal(text))


def cell_of(value, unit):
    """An exact value in the field's own spelling; unit is what a cell of 1 is worth."""
    n = number(value) / unit
    text = "%d" % n if n.denominator == 1 else str(Decimal(n.numerator) / Decimal(n.denominator))
    return text


class Checker:
    def __init__(self, rng, plant):
        self.rng, self.plant = rng, plant
        self.passed = self.failed = self.unsure = 0
        self.kinds, self.parts = {}, []

    def check(self, good, kind, *words):
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if good:
            self.passed += 1
            return
        self.failed += 1
        if not self.plant and self.failed <= 20:
            print("FAILED", kind, *words)

    def decided(self, case, key, column, cell, name):
        row = case.evaluate(key, column, cell)
        if row is None or name not in self.parts:
            return None if row is None else row.get(name, "?")
        return "true" if Fraction(row[name]) else "false"

    def flip(self, case, key, told, flip):
        column, name = told["column"], flip["decision"]
        if name not in case.evaluate(key, column, None):
            self.unsure += 1
            return
        self.parts = [name] if flip["kind"] == "takes part" else []  # in an award: it is not 0
        value, before = flip["value"]["cell"], flip.get("before", {}).get("cell")
        if self.plant:
            value, before = self.planted(told, flip, value, before)
        now, then = flip["from"]["value"] or "", flip["to"]["value"] or ""
        got = self.decided(case, key, column, value, name)
        if got is None:
            # A run that stops elsewhere says so.
            self.check(flip["stops"] and not self.plant, "stops", case.rules, key, column, value, name)
            return
        near = self.decided(case, key, column, before, name)
        self.check(got == then and near == now and then != now, flip["found"], case.rules, key, column,
                   "value", value, got, then, "before", before, near, now)
        if flip["found"] == "exactly" and not self.plant:
            self.between(case, key, told, flip, now)

    def planted(self, told, flip, value, before):
        """One step further out, or one step nearer."""
        if "step" not in told or self.date(told) or (self.rng.random() < 0.5 and before is not None):
            return (before, before) if before is not None else (value, value)
        step, away = number(told["step"]["exact"]), 1 if flip["direction"] == "up" else -1
        unit = number(told["step"]["exact"]) / number(told["step"]["cell"])
        return cell_of(str(number(flip["value"]["exact"]) + away * step), unit), value

    @staticmethod
    def date(told):
        return told["step"]["cell"].count("-") == 2

    def between(self, case, key, told, flip, now):
        """No nearer value flips: a few are tried."""
        if self.date(told) or "before" not in flip:
            return
        step = number(told["step"]["exact"])
        unit = step / number(told["step"]["cell"])
        a, b = number(told["now"]["exact"]) / step, number(flip["before"]["exact"]) / step
        low, high = min(a, b), max(a, b)
        if high - low < 2:
            return
        for _ in range(2):
            at = self.rng.randint(int(low) + 1, int(high))
            cell = cell_of(str(at * step), unit)
            got = self.decided(case, key, told["column"], cell, flip["decision"])
            self.check(got is None or got == now, "nothing nearer", case.rules, key, told["column"], cell, got, now)

    def slope(self, case, key, told, slope):
        column, award = told["column"], slope["award"]
        if award not in case.evaluate(key, column, None) or "now" not in told:
            self.unsure += 1
            return
        here = Fraction(case.evaluate(key, column, None)[award])
        point = number(slope["point"]["exact"])
        unit = number(told["step"]["exact"]) / number(told["step"]["cell"])
        for side, away in (("up", 1), ("down", -1)):
            s = slope.get(side)
            if not s or s["at_once"]:
                continue
            per_point, over = number(s["per_point"]), number(s["over"]["exact"])
            if self.plant:
                per_point += 5 * point / over * self.unit(case)
            at = cell_of(str(number(told["now"]["exact"]) + away * over), unit)
            self.moves(case, key, column, award, at, here, per_point * away * over / point, Fraction(0), "slope")
            if self.plant:
                continue
            way = number(s["until"]["exact"]) - number(told["now"]["exact"])
            expected = per_point * way / point
            self.moves(case, key, column, award, s["until"]["cell"], here, expected, abs(expected) / 10, "until")

    @staticmethod
    def unit(case):
        return Fraction(1)

    def moves(self, case, key, column, award, cell, here, expected, loose, kind):
        row = case.evaluate(key, column, cell)
        if row is None:
            self.unsure += 1
            return
        off = abs(Fraction(row[award]) - here - expected)
        self.check(off <= loose + 2 * self.unit(case), kind, case.rules, key, column, cell, award, row[award], here,
                   float(expected))

    def cell(self, case, key, told):
        for flip in told["flips"]:
            self.flip(case, key, told, flip)
        for slope in told["slopes"]:
            self.slope(case, key, told, slope)


def fund(plang, folder):
    with open(os.path.join(FUND, "rules.pl"), encoding="utf-8") as f:
        rules = f.read()
    rules = rules[:rules.rindex("\noutput ")] + "\noutput code, in_scope, struggling, eligible, category, award\n"
    with open(os.path.join(FUND, "districts.csv"), encoding="utf-8", newline="") as f:
        return Case(plang, folder, rules, list(csv.reader(f)))


def cases(plang, rng, root):
    """Without end: a rule file and a table, to be asked about a few places."""
    names = list(PROGRAMS)
    while True:
        for name in ["fund", *names]:
            folder = tempfile.mkdtemp(dir=root)
            yield fund(plang, folder) if name == "fund" else Case(plang, folder, rules_of(name), table_of(name, rng))


def agree(checker, plang, seeds, root):
    """The VM and the exact evaluator give the same answers on the rule files of tests/oracle, or fail alike."""
    for seed in seeds:
        rules, data, options = generate.generate(seed)
        key, table = re.search(r"^\s*key\s+`?(\w+)", rules, re.MULTILINE), list(csv.reader(io.StringIO(data)))
        if len(table) < 2 or not key or key.group(1) not in table[0]:
            continue
        paths = [os.path.join(root, "agree.pl"), os.path.join(root, "agree.csv")]
        for path, text in zip(paths, (rules, data)):
            with open(path, "w", encoding="utf-8", newline="") as f:
                f.write(text)
        place = random.Random(seed).choice(table[1:])[table[0].index(key.group(1))]
        ran = [subprocess.run([plang, "explain", "--change", "--format", "json", *options, *how, *paths, place],
                              capture_output=True, check=False, timeout=120) for how in ([], ["--exact"])]
        same = ran[0].stdout == ran[1].stdout and ran[0].returncode == ran[1].returncode
        checker.check(same and 0 <= ran[0].returncode <= 5, "random rule files", seed, [r.returncode for r in ran])


def dropped(case, row):
    """Whether `keep where` leaves the place out."""
    return case.evaluate(row[0], None, None) is None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("plang")
    parser.add_argument("--count", type=int, default=int(os.environ.get("CHANGES", "100")))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plant", action="store_true")
    args = parser.parse_args()
    if args.plant:
        args.count = min(args.count, 40)
    rng = random.Random(args.seed)
    checker, done = Checker(rng, args.plant), 0
    with tempfile.TemporaryDirectory() as root:
        for case in cases([args.plang], rng, root):
            for row in rng.sample(case.table[1:], 2):
                if dropped(case, row):
                    continue
                told = case.explain(row[0])
                if done < args.count and not args.plant:
                    checker.check(told == case.explain(row[0], "--exact"), "same by the exact evaluator", case.rules, row[0])
                for cell in told["inputs"]:
                    if done < args.count and (cell["flips"] or cell["slopes"]):
                        checker.cell(case, row[0], cell)
                        done += 1
            if done >= args.count:
                break
        if not args.plant:
            agree(checker, args.plang, range(args.seed * 10000, args.seed * 10000 + args.count), root)
    print(f"{done} cells of places:", ", ".join(f"{n} {kind}" for kind, n in sorted(checker.kinds.items())),
          f"({checker.unsure} could not be looked at)")
    if args.plant:
        # Each check is of a value that was moved: all of them must fail.
        checker.passed, checker.failed = checker.failed, checker.passed
    print(f"{checker.passed} passed, {checker.failed} failed")
    return checker.failed > 0


if __name__ == "__main__":
    sys.exit(main())
