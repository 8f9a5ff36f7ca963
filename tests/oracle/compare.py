#!/usr/bin/env python3
"""Runs random programs through the VM, the exact evaluator and the oracle, and compares what comes out.

Usage: compare.py PLANG [--count N] [--seed S] [--jobs J] [--keep FOLDER] [--all] [--plant]

Programs S, S + 1, … S + N - 1. The driver beside PLANG (tests/agree/agree.c) runs each in the VM as it comes, in the VM in a
configuration drawn from the seed (--all: in every one), and in the exact evaluator; all must say the same. What it printed is
then the oracle's to judge: they agree when both print the same bytes and end with the same exit status, or both fail with a
status the oracle foresees. A table of more than 1,000 rows is not for the oracle. A difference is written into FOLDER
(rules.pl, data.csv, and what came out on both sides). With --plant the oracle is made wrong in several small ways, one after
the other, and each must be noticed. Fails too when the VM computes fewer programs than it used to.
"""
import argparse
import collections
import concurrent.futures
import datetime
import multiprocessing.util
import os
import re
import sys
import tempfile

# Exact values have thousands of digits.
if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "agree"))
import driver
import exact
import generate
import oracle

ORACLE_ROWS = 1000
# Of the programs that have a result: how many the VM must compute, and how many without asking the exact evaluator for a column.
SHARE_IN_VM, SHARE_WITHOUT_ASKING = 0.7, 0.2
FEWEST = 300                                                          # programs, for shares to say something
DRIVERS = {}                                                          # of this process, by their path


def close_driver(path, keep):
    said = DRIVERS[path].close()
    if said and keep:
        with open(os.path.join(keep, f"driver-{os.getpid()}.err"), "w", encoding="utf-8") as file:
            file.write(said)


def endings(keep):
    return [os.path.join(keep, name) for name in sorted(os.listdir(keep)) if name.startswith("driver-")]


def driver_at(path, keep):
    if path not in DRIVERS:
        DRIVERS[path] = driver.Driver(path)
        multiprocessing.util.Finalize(None, close_driver, (path, keep), exitpriority=1)   # workers leave without atexit
    return DRIVERS[path]


def run_oracle(rules, data, options):
    pairs = list(zip(options[::2], options[1::2]))
    settings = [tuple(value.split("=", 1)) for word, value in pairs if word == "--set"]
    day = [datetime.date.fromisoformat(value) for word, value in pairs if word == "--as-of"]
    return oracle.evaluate(rules, data, settings, day[0] if day else None)


def judge(rules, data, options, answer):
    """(verdict, words, what the oracle printed) of what the VM said as it comes."""
    try:
        wanted = run_oracle(rules, data, options)
    except AssertionError as error:
        return "differs", f"the program is not valid, but was accepted: {error}", ""
    reason = "; ".join(sorted({str(r) for r in wanted.reasons}))[:200]
    if answer.status not in wanted.statuses:
        return "differs", f"exit status {answer.status}, the oracle {sorted(wanted.statuses)} {reason}", wanted.text
    if answer.status not in (0, 1) or answer.out == wanted.text:
        return "agrees", "", wanted.text
    pairs = zip(answer.out.split("\n"), wanted.text.split("\n"))
    return "differs", next((f"printed {a!r}, the oracle {b!r}" for a, b in pairs if a != b), "lengths differ"), wanted.text


def one(task):
    """(seed, verdict, words, the driver's answer): the verdict is agrees, differs, rejected, or large, which agrees."""
    path, seed, keep, ways = task
    rules, data, options = generate.generate(seed)
    answer = driver_at(path, keep).ask(rules, data, options, ways or seed)
    text = ""
    if answer.verdict != "agrees":
        verdict, words = "differs", answer.verdict
    elif answer.status == 3:
        return seed, "rejected", " ".join(sorted(set(re.findall(r"P[0-9]{4}", answer.err)))), answer
    elif data.count("\n") > ORACLE_ROWS:
        return seed, "large", "", answer
    else:
        verdict, words, text = judge(rules, data, options, answer)
    if keep and verdict == "differs":
        folder = os.path.join(keep, str(seed))
        os.makedirs(folder, exist_ok=True)
        for name, content in (("rules.pl", rules), ("data.csv", data), ("plang.out", answer.out), ("plang.err", answer.err), ("oracle.out", text),
                              ("options", " ".join(options) + "\n"), ("report", words + "\n")):
            with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
                file.write(content)
    return seed, verdict, words, answer._replace(out="", err="")


class Tally:
    """What came of the programs, and who computed them."""

    def __init__(self):
        self.verdicts, self.statuses, self.codes = collections.Counter(), collections.Counter(), collections.Counter()
        self.kinds, self.reasons, self.layers = collections.Counter(), collections.Counter(), collections.Counter()

    def add(self, verdict, words, answer):
        self.verdicts[verdict] += 1
        self.statuses[answer.status] += 1
        if verdict == "rejected":
            self.codes.update(words.split())
            return
        kind, why = driver.kind_of(answer)
        self.kinds[kind] += 1
        self.reasons.update([why] if why else [])
        self.layers.update(driver.decided(answer))

    def shares(self):
        """Of the programs that have a result: by the VM, and by the VM alone."""
        results = sum(n for kind, n in self.kinds.items() if kind != "an error") or 1
        return (self.kinds["the VM"] + self.kinds["the VM, asking"]) / results, self.kinds["the VM"] / results

    def show(self):
        print("exit statuses: " + ", ".join(f"{s}: {n}" for s, n in sorted(self.statuses.items())))
        if self.codes:
            print("rejected as rules: " + ", ".join(f"{c} {n}" for c, n in self.codes.most_common()))
        print("computed by " + ", ".join(f"{kind}: {n}" for kind, n in self.kinds.most_common()))
        for why, n in self.reasons.most_common():
            print(f"  {n:6} {why}")
        print("decided by " + ", ".join(f"{layer}: {n}" for layer, n in self.layers.items()))


def compare(arguments, keep):
    """Runs them; prints the differences."""
    ways = "all" if arguments.all else ""
    path = driver.path_beside(arguments.plang)
    tasks = [(path, seed, keep, ways) for seed in range(arguments.seed, arguments.seed + arguments.count)]
    tally = Tally()
    with concurrent.futures.ProcessPoolExecutor(arguments.jobs) as pool:
        for seed, verdict, words, answer in (pool.map(one, tasks, chunksize=10) if arguments.jobs > 1 else map(one, tasks)):
            tally.add(verdict, words, answer)
            if verdict == "differs":
                print(f"seed {seed}: {words}")
    return tally


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


def first_difference(arguments):
    """The first seed whose program differs; in this process, where the mistakes live."""
    path = driver.path_beside(arguments.plang)
    seeds = range(arguments.seed, arguments.seed + arguments.count)
    return next((seed for seed in seeds if one((path, seed, None, ""))[1] == "differs"), None)


def plant(arguments):
    """Each planted mistake must be noticed."""
    unnoticed = 0
    for name, (place, attribute, change) in PLANTS.items():
        old = place[attribute] if isinstance(place, dict) else getattr(place, attribute)
        put = place.__setitem__ if isinstance(place, dict) else lambda a, v: setattr(place, a, v)
        put(attribute, change(old))
        for cached in (exact.ln, exact.exp, exact.root_power, exact.normal_quantile):
            cached.cache_clear()
        noticed = first_difference(arguments)
        put(attribute, old)
        print(f"planted: {name}: " + ("not noticed" if noticed is None else f"noticed in program {noticed}"))
        unnoticed += noticed is None
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
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--plant", action="store_true")
    arguments = parser.parse_args()
    if arguments.plant:
        unnoticed = plant(arguments)
        print(f"{len(PLANTS) - unnoticed} passed, {unnoticed} failed")
        return 1 if unnoticed else 0
    keep = arguments.keep or tempfile.mkdtemp(prefix="plang-oracle-")
    os.makedirs(keep, exist_ok=True)
    for old in endings(keep):
        os.remove(old)
    tally = compare(arguments, keep)
    if DRIVERS:                                                       # without workers
        close_driver(driver.path_beside(arguments.plang), keep)
    tally.show()
    faults = 0
    for ended in endings(keep):
        with open(ended, encoding="utf-8") as file:
            print(f"the driver {file.read()[:2000]}")
        faults += 1
    rejected, (by_vm, alone) = tally.verdicts["rejected"] / max(arguments.count, 1), tally.shares()
    if rejected > 0.2:
        print(f"the generator is at fault: {rejected:.0%} of its programs are rejected as rules")
        faults += 1
    print(f"of those with a result {by_vm:.1%} by the VM, {alone:.1%} by the VM alone")
    if arguments.count >= FEWEST and (by_vm < SHARE_IN_VM or alone < SHARE_WITHOUT_ASKING):
        print(f"that is less than {SHARE_IN_VM:.0%} and {SHARE_WITHOUT_ASKING:.0%}: what did the VM run, and no longer does?")
        faults += 1
    passed, failed = tally.verdicts["agrees"] + tally.verdicts["large"], tally.verdicts["differs"] + faults
    print(f"{passed} passed, {failed} failed, {tally.verdicts['rejected']} rejected")
    if not os.listdir(keep):
        os.rmdir(keep)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.setrecursionlimit(20000)
    sys.exit(main())
