#!/usr/bin/env python3
"""Runs plang over a pack of hostile inputs: CSV files with one hazard each, cell texts, allocations and quantiles.

Usage: adversarial.py PLANG [FOLDER]

FOLDER holds the pack (manifest.tsv, numbers.tsv, alloc.tsv, quantile.tsv, verify.py and the CSV files); without it
../shared/adversarial beside the checkout is taken, and where that is absent the test is skipped.
"""
import csv
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from decimal import Decimal, localcontext
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
ENVIRONMENT = {**os.environ, "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
TYPES = {"key": "text", "num": "number", "num?": "number  may be missing", "text": "text", "text?": "text  may be missing",
         "date": "date"}

# What is decided for the cell texts that the pack leaves open (lang/REFERENCE.md, sections 5 and 18).
CHOICES = {"+5": True, ".5": False, "5.": False, " 5": False, "5 ": False, "1e-400": False,
           "2.2250738585072012e-308": True}


class Test:
    def __init__(self, plang, folder, scratch):
        self.plang, self.folder, self.scratch = plang, folder, scratch
        self.passed = self.failed = self.skipped = 0

    def check(self, ok, what, detail=""):
        if ok:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAIL {what}")
        for line in str(detail).splitlines()[:12]:
            print(f"    {line}")

    def run(self, rules, data, *options):
        """Status, standard output and standard error of one evaluation; data is a path, or bytes."""
        path = os.path.join(self.scratch, "rules.pl")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(rules)
        if isinstance(data, bytes):
            name = os.path.join(self.scratch, "data.csv")
            with open(name, "wb") as file:
                file.write(data)
            data = name
        done = subprocess.run([self.plang, "eval", path, data, "--quiet", *options], capture_output=True, timeout=60,
                              env=ENVIRONMENT, check=False)
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")

    def rows(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            return [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]


def columns(reads):
    return [tuple(part.rsplit(":", 1)) for part in reads.split(",")]


def dataset(reads):
    text = 'fund "Hostile data"\n  currency GBP\ndataset place\n'
    for name, kind in columns(reads):
        if kind == "key":
            text += f"  key `{name}`\n"
        text += f"  field `{name}` {TYPES[kind]}\n"
    return text


def all_columns(reads):
    return "output " + ", ".join(f"`{name}`" for name, _ in columns(reads)) + "\n"


def table(output):
    """The cells of a CSV that plang printed, bytes kept."""
    rows = list(csv.reader(io.StringIO(output.decode("utf-8"), newline="")))
    return [dict(zip(rows[0], row)) for row in rows[1:]] if rows else []


def figures(output):
    return {row["figure"]: row["value"] for row in table(output)}


def to_csv(rows):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def wrap(plang, file, reads):
    """The tool that verify.py drives: one CSV, read by a rule file made of its columns."""
    with tempfile.TemporaryDirectory() as scratch:
        status, out, err = Test(plang, "", scratch).run(dataset(reads) + all_columns(reads), file)
    sys.stdout.buffer.write(out)
    sys.stdout.flush()
    sys.stderr.write(err)
    return status


def verify(test):
    """The pack's own verdict on rejections, places of errors, control characters and silence."""
    tool = f"{sys.executable} {os.path.abspath(__file__)} --wrap {test.plang} {{f}} {{reads}}"
    done = subprocess.run([sys.executable, os.path.join(test.folder, "verify.py"), "--tool", tool], capture_output=True,
                          text=True, timeout=600, env=ENVIRONMENT, check=False)
    print("verify.py:", done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr.strip())
    wrong = [line for line in done.stdout.splitlines() if line.startswith("FAIL")]
    for line in wrong:
        test.check(False, f"verify.py: {line[5:]}")
    test.check(done.returncode == 0 and not wrong, "verify.py", done.stderr)


def accepted(test, name, reads, expect):
    """Rows, sums, missing values and cells of a file that must be read."""
    path = os.path.join(test.folder, name)
    status, out, err = test.run(dataset(reads) + all_columns(reads), path)
    test.check(status == 0, f"{name}: exit status {status}", err)
    if status:
        return
    rows = table(out)
    test.check(len(rows) == expect["rows"], f"{name}: {len(rows)} rows, not {expect['rows']}")
    for row, column, value in expect.get("cells", []):
        got = rows[row - 1][column] if row <= len(rows) else None
        test.check(got == value, f"{name}: cell {column} of row {row} is {got!r}, not {value!r}")
    asked = ['count(place) as "rows"']
    asked += [f'sum(`{column}` skip missing) with 40 decimals as "sum {column}"' if f"{column}:num?" in reads else
              f'sum(`{column}`) with 40 decimals as "sum {column}"' for column in expect.get("sum", {})]
    asked += [f'count(place where `{column}` is missing) as "missing {column}"' for column in expect.get("missing", {})]
    status, out, err = test.run(dataset(reads) + "output figures: " + ", ".join(asked) + "\n", path)
    test.check(status == 0, f"{name}: figures, exit status {status}", err)
    got = figures(out) if status == 0 else {}
    for kind in ("sum", "missing"):
        for column, value in expect.get(kind, {}).items():
            found = got.get(f"{kind} {column}", "nan")
            test.check(Decimal(found) == Decimal(str(value)), f"{name}: {kind} of {column} is {found}, not {value}")


def facts(test, name, reads, expect):
    path = os.path.join(test.folder, name)
    for fact, codes in expect.items():
        if fact == "top 3 by score, ties by code":
            rules = "let place_in_order = rank(by score highest first ties key)\n" \
                    "output code where place_in_order <= 3 by place_in_order lowest first\n"
        elif fact == "tied at the cut-off":
            rules = "let place_in_order = rank(by score highest first ties key)\n" \
                    "output code where score = only(score where place_in_order = 3) by code\n"
        else:
            rules = f"output code where {fact.replace('==', '=')}\n"
        status, out, err = test.run(dataset(reads) + rules, path)
        got = [row["code"] for row in table(out)]
        test.check(status == 0 and got == codes, f"{name}: {fact}: {got}, not {codes}", err)


def special(test):
    """Files whose hazard shows only in what is done with them."""
    path = os.path.join(test.folder, "ok_ties_at_cutoff.csv")
    reads = "code:key,name:text,score:num"
    status, out, err = test.run(dataset(reads) + "let one = 1\noutput code, take(one, 3 by score highest first)\n", path)
    test.check(status == 4 and out == b"" and "P0807" in err, "ok_ties_at_cutoff.csv: take must not break the tie", err)

    path = os.path.join(test.folder, "ok_sum_order.csv")
    with open(path, "rb") as file:
        header, *lines = file.read().splitlines(keepends=True)
    order = random.Random(1)
    for _ in range(5):
        order.shuffle(lines)
        status, out, err = test.run(dataset("code:key,v:num") + "output figures: sum(v) with 40 decimals\n",
                                    header + b"".join(lines))
        test.check(status == 0 and Decimal(figures(out)["sum(v)"]) == Decimal("2.3"), "ok_sum_order.csv: shuffled", err)

    path = os.path.join(test.folder, "ok_header_only.csv")
    rules = dataset("code:key,need:num") + "allocate award\n  share 100\n  in proportion to need\n"
    status, out, err = test.run(rules, path)
    test.check(status == 5 and out == b"" and "P0903" in err, "ok_header_only.csv: sharing among nobody", err)
    status, out, err = test.run(rules + "  leave the rest unspent\noutput figures: unspent(award)\n", path)
    test.check(status == 0 and figures(out) == {"unspent(award)": "100"}, "ok_header_only.csv: unspent", err)


def choices(test):
    """Headers match exactly; money keeps fractions of a penny (lang/REFERENCE.md, section 18)."""
    path = os.path.join(test.folder, "choice_header_space_case.csv")
    reads = "code:key,Name:text,NEED:num"
    status, out, err = test.run(dataset(reads) + all_columns(reads), path)
    test.check(status == 4 and out == b"" and "choice_header_space_case.csv:1:" in err and "P0615" in err
               and "did you mean" in err, "choice_header_space_case.csv: headers match exactly", err)
    path = os.path.join(test.folder, "choice_num_subpenny.csv")
    for kind in ("money", "number"):
        rules = dataset("code:key,name:text") + f"  field grant {kind}\noutput figures: sum(grant) with 40 decimals\n"
        status, out, err = test.run(rules, path)
        test.check(status == 0 and Decimal(figures(out)["sum(grant)"]) == Decimal("30.020"),
                   f"choice_num_subpenny.csv as {kind}: kept exactly", err)


# file -> the code of its warning, and for each group of lines the numbers that it must name
WARNINGS = {
    "warn_near_dup_keys.csv": ("P1101", [(2, 3, 4, 5, 6), (7, 8)]),
    "warn_formula_names.csv": ("P1104", []),
    "warn_terminal_names.csv": ("P1103", []),
    "warn_bidi_names.csv": ("P1102", []),
}


def lines_named(text):
    """The numbers behind the words `line` and `lines`, ranges filled in."""
    found = set()
    for part in re.findall(r"lines? ([0-9][0-9, and to.]*)", text):
        part = re.sub(r"(\d+) to (\d+)", lambda m: " ".join(map(str, range(int(m[1]), int(m[2]) + 1))), part)
        found |= {int(n) for n in re.findall(r"\d+", part)}
    return found


def warned(test, name, reads):
    path = os.path.join(test.folder, name)
    code, groups = WARNINGS[name]
    rules = dataset(reads) + all_columns(reads)
    status, _, err = test.run(rules, path)
    test.check(status == 0 and f"warning {code}" in err, f"{name}: wants warning {code}", err)
    test.check(re.search(rf"warning {code}: \d+ ", err) is not None, f"{name}: the warning has no count", err)
    test.check(bool(lines_named(err)), f"{name}: the warning names no line", err)
    for group in groups:
        test.check(set(group) <= lines_named(err), f"{name}: the warning must name the lines {group}", err)
    raw = re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad\ufeff]", err)
    test.check(raw is None, f"{name}: a raw control character in a message", ascii(err))
    status, out, err = test.run(rules, path, "--strict")
    test.check(status != 0 and out == b"", f"{name}: --strict must fail, exit status {status}", err)


def manifest(test):
    for name, verdict, _, _, reads, expect, _, _ in test.rows("manifest.tsv"):
        expect = json.loads(expect)
        if verdict in ("accept", "warn") and "rows" in expect:
            accepted(test, name, reads, expect)
        if verdict == "accept" and "facts" in expect:
            facts(test, name, reads, expect["facts"])
        if verdict == "warn":
            warned(test, name, reads)


def numbers(test):
    rules = dataset("code:key,v:num") + 'output v, v * 1 with 40 decimals as "computed"\n'
    for text, verdict, value, _, _ in test.rows("numbers.tsv"):
        cell = json.loads(text)
        accept = CHOICES[cell] if verdict == "choice" else verdict == "accept"
        status, out, err = test.run(rules, to_csv([["code", "v"], ["a", cell]]))
        if not accept:
            test.check(status == 4 and out == b"" and "data.csv:2:2: error P0" in err, f"number {text} must be refused", err)
            continue
        if status != 0:
            test.check(False, f"number {text} must be read", err)
            continue
        with localcontext() as context:
            context.prec = 800
            row, exact = table(out)[0], Decimal(value)
            test.check(Decimal(row["v"]) == exact, f"number {text} printed as {row['v']}")
            rounded = exact.quantize(Decimal(1).scaleb(-40), rounding="ROUND_HALF_UP")
            test.check(Decimal(row["computed"]) == rounded, f"number {text} computed as {row['computed']}")


def allocation(pounds, method, total, weights, floors, ceilings, expected):
    """Rule file, data and awards of a row of alloc.tsv, in counts or in pounds."""
    def amount(minor):
        return str(Decimal(minor).scaleb(-2)) if pounds else str(minor)
    kind = "money" if pounds else "count"
    sign = "£" if pounds else ""
    share = f"-{sign}{amount(total[1:])}" if total.startswith("-") else sign + amount(total)
    rules = f'fund "Shares"\n  currency GBP\ndataset place\n  key code\n  field weight number\n  field low {kind}\n' \
            f"  field high {kind}  if missing use {sign}1_000_000_000_000_000_000\n" \
            f"allocate award\n  share {share}\n  in proportion to weight\n"
    rules += "  at least low\n" if floors else ""
    rules += "  at most high\n" if ceilings else ""
    rules += f"  method {method}\n" if method in ("webster", "dhondt") else ""
    rules += "output code, award\n"
    size = len(weights)
    rows = [["code", "weight", "low", "high"]]
    for i in range(size):
        rows.append([f"k{i:03}", weights[i], amount(floors[i]) if floors else "0",
                     amount(ceilings[i]) if ceilings and ceilings[i] else ""])
    return rules, to_csv(rows), [Decimal(amount(award)) for award in expected]


def allocations(test):
    for name, method, total, weights, floors, ceilings, expected, _ in test.rows("alloc.tsv"):
        parts = [part.split(",") if part else [] for part in (weights, floors, ceilings)]
        for pounds in (False, True):
            what = f"allocation {name} in {'pence' if pounds else 'counts'}"
            awards = [] if expected == "error" else expected.split(",")
            rules, data, awards = allocation(pounds, method, total, *parts, awards)
            status, out, err = test.run(rules, data)
            if expected == "error":
                test.check(status == 5 and out == b"", f"{what}: must fail with 5, not {status}", err)
            else:
                got = [Decimal(row["award"]) for row in table(out)]
                test.check(status == 0 and got == awards, f"{what}: {got}, not {awards}", err)


def decimal_text(value):
    """A fraction whose decimal ends, as a cell."""
    value = Fraction(value)
    return str(Decimal(value.numerator) / Decimal(value.denominator))


def quantiles(test):
    batches = {}
    for name, kind, p, value, data in test.rows("quantile.tsv"):
        batches.setdefault((name, kind, data), []).append((p, Fraction(value)))
    for (name, kind, data), asked in batches.items():
        rows = [["code", "x"]] + [[f"k{i}", decimal_text(x)] for i, x in enumerate(data.split(","))]
        rules = dataset("code:key,x:num") + "output figures: " + ", ".join(
            f'quantile(x, {p} using type {kind}) = {v.numerator} / {v.denominator} as "{p}"' for p, v in asked) + "\n"
        status, out, err = test.run(rules, to_csv(rows))
        got = figures(out) if status == 0 else {}
        for p, value in asked:
            test.check(got.get(p) == "true", f"quantile {name} type {kind} at {p} is not {value}", err)


def main():
    if len(sys.argv) == 5 and sys.argv[1] == "--wrap":
        return wrap(*sys.argv[2:])
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__.strip())
    folder = sys.argv[2] if len(sys.argv) == 3 else os.path.join(HERE, "..", "..", "shared", "adversarial")
    if not os.path.exists(os.path.join(folder, "manifest.tsv")):
        print("no pack of hostile inputs here (../shared/adversarial)\n0 passed, 0 failed, 1 skipped")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        test = Test(os.path.abspath(sys.argv[1]), os.path.abspath(folder), scratch)
        for part in (verify, manifest, special, choices, numbers, allocations, quantiles):
            part(test)
    print(f"{test.passed} passed, {test.failed} failed" + (f", {test.skipped} skipped" if test.skipped else ""))
    return 1 if test.failed or not test.passed else 0


if __name__ == "__main__":
    sys.exit(main())
