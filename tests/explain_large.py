#!/usr/bin/env python3
"""A large table is explained from what the VM has computed, without working its rows out again: it must say the same.

Usage: explain_large.py PLANG

Each place is explained both ways (--large 1 takes every table for a large one). Where a value stands among all and what
`rank` was counted from may be left out of a large one, but if they are told, they are the same.
"""
import concurrent.futures
import csv
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
MAY_BE_LEFT_OUT = {"from_top", "from_bottom", "grounds"}
CASES = [("examples/place-renewal-fund/rules.pl", "examples/place-renewal-fund/districts.csv", 400),
         ("tests/explain/small.pl", "tests/explain/small.csv", 400),
         ("tests/explain/rest.pl", "tests/explain/rest.csv", 400),
         ("tests/explain/holes.pl", "tests/explain/holes.csv", 400),
         ("tests/explain/bounds.pl", "tests/explain/bounds.csv", 400),
         ("tests/explain/unasked.pl", "tests/explain/unasked.csv", 400),
         ("tests/explain/kept.pl", "tests/explain/kept.csv", 400),
         ("examples/uk-districts/rules.pl", "examples/uk-districts/districts.csv", 400),
         ("examples/wimd-2019/rules.pl", "examples/wimd-2019/areas.csv", 60)]
# By `keep where`.
LEFT_OUT = {"tests/explain/small.csv": ["B4"], "tests/explain/kept.csv": ["A1", "A3", "B4"]}


def same(whole, large):
    if isinstance(whole, dict) and isinstance(large, dict):
        return (large.keys() <= whole.keys() and whole.keys() - large.keys() <= MAY_BE_LEFT_OUT
                and all(same(whole[name], value) for name, value in large.items()))
    if isinstance(whole, list) and isinstance(large, list):
        return len(whole) == len(large) and all(map(same, whole, large))
    return whole == large


def explained(plang, rules, data, keys, *options):
    command = [plang, "explain", rules, data, *keys, "--format", "json", *options]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, check=False)
    if result.returncode > 1:
        sys.exit(result.stderr.decode())
    return json.loads(result.stdout)


def made(folder, numbers, weight):
    """Paths of rules and data: a place for each of the numbers."""
    rules, data = os.path.join(folder, "made.pl"), os.path.join(folder, "made.csv")
    with open(rules, "w", encoding="utf-8") as file:
        file.write('fund "Made" currency GBP\ndataset place\n  key code\n  field n count\nrule high when n >= 200\n'
                   f'allocate award share £1_000_000_000 where high in proportion to {weight} rounded to £1\noutput code, award\n')
    with open(data, "w", encoding="utf-8") as file:
        file.write("code,n\n" + "".join(f"P{i:04},{i}\n" for i in numbers))
    return rules, data


def counts_of_many(plang):
    """Whether the counts of a table of 1,500 places are numbers of JSON: of each."""
    with tempfile.TemporaryDirectory() as folder:
        rules, data = made(folder, range(1500), "n")
        near = explained(plang, rules, data, [], "--near", "1")[0]["cutoffs"][0]
        change = explained(plang, rules, data, ["P0200"], "--change")[0]["inputs"][0]["flips"][0]
    return [near["holds"]["all"] == 1300, near["fails"]["all"] == 200, change["others_paid"] > 1000]


def many_denominators(plang):
    """Whether weights are rounded where their common denominator is above 2^2048 (language.md, section 5.3): of each."""
    primes = [n for n in range(1000, 4000) if all(n % d for d in range(2, 64))]
    with tempfile.TemporaryDirectory() as folder:
        rules, data = made(folder, primes, "1 / n")
        keys = [f"P{n}" for n in primes[::40]]
        return list(map(same, explained(plang, rules, data, keys), explained(plang, rules, data, keys, "--large", "1")))


def main():
    plang = os.path.abspath(sys.argv[1])
    found = counts_of_many(plang) + many_denominators(plang)
    passed, failed = found.count(True), found.count(False)
    for rules, data, most in CASES:
        with open(os.path.join(ROOT, data), encoding="utf-8") as file:
            keys = [row[0] for row in csv.reader(file)][1:most + 1]
        keys = [key for key in keys if key not in LEFT_OUT.get(data, ())]
        # One place a run, since what one asks for is known to the next; and all of them in one.
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            alone = list(pool.map(lambda key, r=rules, d=data: explained(plang, r, d, [key], "--large", "1")[0], keys))
        together = explained(plang, rules, data, keys, "--large", "1")
        for key, whole, large, later in zip(keys, explained(plang, rules, data, keys), alone, together):
            if same(whole, large) and same(whole, later):
                passed += 1
            else:
                failed += 1
                print(f"{data}, {key}: explained as a large table, it says something else")
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
