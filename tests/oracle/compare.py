#!/usr/bin/env python3
"""Runs random programs through plang and through the oracle, and compares what comes out.

Usage: compare.py PLANG [--count N] [--seed S] [--jobs J] [--keep FOLDER] [--plant]

Programs S, S + 1, … S + N - 1. Two runs agree when both print the same bytes and end with the same exit status, or both fail
with a status the oracle foresees. A difference is written into FOLDER (rules.pl, data.csv, and what came out on both sides).
With --plant the oracle is made wrong in several small ways, one after the other, and each must be noticed.
"""
import argparse
import collections
import concurrent.futures
import datetime
import os
import re
import subprocess
import sys
import tempfile

# Exact values have thousands of digits.
if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)

import exact
import generate
import oracle

TIMEOUT = 60


def run_plang(plang, folder, rules, data, options):
    for name, content in (("rules.pl", rules), ("data.csv", data)):
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
            file.write(content)
    done = subprocess.run([plang, "eval", "rules.pl", "data.csv", *options], cwd=folder, capture_output=True, timeout=TIMEOUT,
                          env={"NO_COLOR": "1", "LC_ALL": "C.UTF-8"}, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def run_oracle(rules, data, options):
    pairs = list(zip(options[::2], options[1::2]))
    settings = [tuple(value.split("=", 1)) for word, value in pairs if word == "--set"]
    day = [datetime.date.fromisoformat(value) for word, value in pairs if word == "--as-of"]
    return oracle.evaluate(rules, data, settings, day[0] if day else None)


def one(task):
    """(seed, verdict, words, exit status of plang): the verdict is agrees, differs, or rejected."""
    plang, seed, keep = task
    rules, data, options = generate.generate(seed)
    with tempfile.TemporaryDirectory() as folder:
        try:
            status, out, err = run_plang(plang, folder, rules, data, options)
        except subprocess.TimeoutExpired:
            status, out, err = -1, "", "timed out"
    if status == 3:
        return seed, "rejected", " ".join(sorted(set(re.findall(r"error (P[0-9]{4})", err) or re.findall(r"P[0-9]{4}", err)))), status
    try:
        wanted = run_oracle(rules, data, options)
        reason = "; ".join(sorted({str(r) for r in wanted.reasons}))[:200]
    except AssertionError as error:
        wanted, reason = None, f"the program is not valid, but was accepted: {error}"
    if wanted and status in wanted.statuses and (status not in (0, 1) or out == wanted.text):
        return seed, "agrees", "", status
    text = wanted.text if wanted else ""
    words = f"exit status {status}, the oracle {sorted(wanted.statuses) if wanted else 'none'} {reason}"
    if wanted and status in wanted.statuses:
        words = next((f"printed {a!r}, the oracle {b!r}" for a, b in zip(out.split("\n"), text.split("\n")) if a != b), "lengths differ")
    if keep:
        folder = os.path.join(keep, str(seed))
        os.makedirs(folder, exist_ok=True)
        for name, content in (("rules.pl", rules), ("data.csv", data), ("plang.out", out), ("plang.err", err), ("oracle.out", text),
                              ("options", " ".join(options) + "\n"), ("report", words + "\n")):
            with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
                file.write(content)
    return seed, "differs", words, status


def compare(arguments, count, keep, loud=True):
    """How many agree, differ and were rejected; prints the differences."""
    tasks = [(os.path.abspath(arguments.plang), seed, keep) for seed in range(arguments.seed, arguments.seed + count)]
    totals, statuses, codes = collections.Counter(), collections.Counter(), collections.Counter()
    with concurrent.futures.ProcessPoolExecutor(arguments.jobs) as pool:
        for seed, verdict, words, status in (pool.map(one, tasks, chunksize=10) if arguments.jobs > 1 else map(one, tasks)):
            totals[verdict] += 1
            statuses[status] += 1
            if verdict == "rejected":
                codes.update(words.split())
            elif verdict == "differs" and loud:
                print(f"seed {seed}: {words}")
    if loud:
        print("exit statuses: " + ", ".join(f"{s}: {n}" for s, n in sorted(statuses.items())))
        if codes:
            print("rejected as rules: " + ", ".join(f"{c} {n}" for c, n in codes.most_common()))
    return totals


PLANTS = {
    "printing rounds half to even": (exact, "round_whole", lambda old: lambda x, mode: old(x, "even" if mode == "away" else mode)),
    "equal remainders go to the later key": (oracle.Run, "pot", lambda old: lambda self, decl, rows: late(old, self, decl, rows)),
    "medians are of type 6": (exact, "quantile", lambda old: lambda values, p, kind=7: old(values, p, 6 if kind == 7 else kind)),
    "33 significant digits": (exact, "DIGITS", lambda old: 33),
    "above is not cut at 0": (oracle.ROW_FUNCTIONS, "above", lambda old: lambda x, base: x - base),
}


def late(old, run, decl, rows):
    keys, run.keys = run.keys, [tuple(bytes(255 - b for b in part) + b"\xff" for part in key) for key in run.keys]
    try:
        return old(run, decl, rows)
    finally:
        run.keys = keys


def plant(arguments):
    """Each planted mistake must be noticed."""
    unnoticed = 0
    arguments.jobs = 1                                                # the mistakes live in this process
    for name, (place, attribute, change) in PLANTS.items():
        old = place[attribute] if isinstance(place, dict) else getattr(place, attribute)
        put = place.__setitem__ if isinstance(place, dict) else lambda a, v: setattr(place, a, v)
        put(attribute, change(old))
        for cached in (exact.ln, exact.exp, exact.root_power, exact.normal_quantile):
            cached.cache_clear()
        differing = compare(arguments, arguments.count, None, loud=False)["differs"]
        put(attribute, old)
        print(f"planted: {name}: {differing} of {arguments.count} programs differ")
        unnoticed += differing == 0
    for cached in (exact.ln, exact.exp, exact.root_power, exact.normal_quantile):
        cached.cache_clear()
    return unnoticed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("plang")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", metavar="FOLDER")
    parser.add_argument("--plant", action="store_true")
    arguments = parser.parse_args()
    if arguments.plant:
        unnoticed = plant(arguments)
        print(f"{len(PLANTS) - unnoticed} passed, {unnoticed} failed")
        return 1 if unnoticed else 0
    totals = compare(arguments, arguments.count, arguments.keep or tempfile.mkdtemp(prefix="plang-oracle-"))
    share = totals["rejected"] / max(arguments.count, 1)
    if share > 0.2:
        print(f"the generator is at fault: {share:.0%} of its programs are rejected as rules")
    print(f"{totals['agrees']} passed, {totals['differs']} failed, {totals['rejected']} rejected")
    return 1 if totals["differs"] or share > 0.2 else 0


if __name__ == "__main__":
    sys.setrecursionlimit(20000)
    sys.exit(main())
