#!/usr/bin/env python3
"""coverage.py BUILD: lines and branches of hand-written code that the suites ran, from what gcc --coverage left in BUILD.

Prints a table by folder, writes what was not reached to BUILD/uncovered.txt, and closes with `N passed, N failed`
against the goals: 95 % of all lines, 90 % of all branches, and 100 % of both in the files of EXACT.

Counted are the .c files of the folders below. Generated code and headers are not: what is inline in a header is counted
by the compiler once in each file that includes it. Of what remains these are excluded, and nothing else:

- the lines, and the branches on lines, with `assert(` or `arena_no_memory`: our own mistakes, and out of memory, which
  tests/faults/ tests allocation by allocation;
- the body of `if (ON_NO_MEMORY(...))` in api/, for the same reason;
- the branch of a switch over an enum without `default:` that no value takes: the compiler makes it, and
  -Wswitch-enum sees to it that every value has a case;
- one branch not taken for each TEXT_ARG, mpz_sgn or mpq_sgn on a line, which are macros with branches of their own: for a
  text that is nowhere, and for a third sign where the line asks for one;
- what gcov marks as a jump out of a call (`throw`).
"""
import collections
import json
import os
import re
import subprocess
import sys

FOLDERS = ["lang", "parser", "stdlib", "runtime", "audit", "api", "cli"]
LINES, BRANCHES = 95.0, 90.0
EXACT = re.compile(r"lang/number[^/]*\.c|audit/(quantile|apportion|lambda|divisor|sum)\.c")
BRANCHING_MACRO = re.compile(r"\b(?:TEXT_ARG|mp[zq]_sgn)\(")
NEVER = re.compile(r"\bassert\(|\barena_no_memory\b|\bON_NO_MEMORY\(")


def gcov(build):
    """The parsed report of every object file of the hand-written code, run or not."""
    for folder in FOLDERS:
        for here, _, names in sorted(os.walk(os.path.join(build, folder))):
            notes = sorted(os.path.join(here, name) for name in names if name.endswith(".gcno"))
            if notes:
                made = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", *notes],
                                      stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
                for line in made.stdout.decode().splitlines():
                    if line.strip():
                        yield json.loads(line)


def excluded_lines(source):
    """The numbers of lines the rule takes out whole."""
    out, closes = set(), None
    for number, line in enumerate(source, 1):
        if closes is not None:
            out.add(number)
            if line.startswith(closes):
                closes = None
        elif NEVER.search(line):
            out.add(number)
            if "ON_NO_MEMORY(" in line and line.rstrip().endswith("{"):
                closes = line[: len(line) - len(line.lstrip())] + "}"
    return out


def has_default(source, number):
    """Whether the switch that opens on this line has a default at its own depth."""
    indent = re.match(r"\s*", source[number - 1]).group()
    for line in source[number:]:
        if line.startswith(indent + "default:"):
            return True
        if line.startswith(indent + "}"):
            return False
    return False


class File:
    def __init__(self, name):
        self.name = name
        with open(name, encoding="utf-8") as text:
            self.source = text.read().split("\n")
        self.excluded = excluded_lines(self.source)
        self.lines = collections.Counter()
        self.branches = {}

    def add(self, report):
        for line in report["lines"]:
            number = line["line_number"]
            if number in self.excluded:
                continue
            self.lines[number] += line["count"]
            taken = [b["count"] for b in line["branches"] if not b["throw"]]
            if re.match(r"\s*switch \(", self.source[number - 1]) and not has_default(self.source, number):
                forgiven = 1
            else:
                forgiven = len(BRANCHING_MACRO.findall(self.source[number - 1]))
            for _ in range(min(forgiven, taken.count(0))):
                taken.remove(0)
            if taken:
                self.branches[number] = taken

    def counts(self):
        """Lines, lines run, branches, branches taken."""
        every = [count for taken in self.branches.values() for count in taken]
        return (len(self.lines), sum(count > 0 for count in self.lines.values()),
                len(every), sum(count > 0 for count in every))

    def missing(self):
        for number in sorted(self.lines):
            text = self.source[number - 1].strip()
            if self.lines[number] == 0:
                yield f"{self.name}:{number}: not run: {text}"
            elif 0 in self.branches.get(number, []):
                which = ", ".join(str(i + 1) for i, count in enumerate(self.branches[number]) if count == 0)
                yield f"{self.name}:{number}: branch {which} of {len(self.branches[number])}: {text}"


def percent(part, whole):
    return 100.0 * part / whole if whole else 100.0


def row(name, counts):
    lines, run, branches, taken = counts
    print(f"{name:<22} {run:>6} of {lines:>6} {percent(run, lines):6.1f} %   "
          f"{taken:>6} of {branches:>6} {percent(taken, branches):6.1f} %")


def add(all_counts):
    return tuple(map(sum, zip((0, 0, 0, 0), *all_counts)))


def main():
    build = sys.argv[1]
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    files = {}
    for report in gcov(build):
        for part in report["files"]:
            name = part["file"]
            if name.endswith(".c") and name.split("/")[0] in FOLDERS:
                files.setdefault(name, File(name)).add(part)
    counts = {name: files[name].counts() for name in sorted(files)}
    print(f"{'':<22} {'lines run':>25}   {'branches taken':>25}")
    for folder in FOLDERS:
        row(folder, add([c for name, c in counts.items() if name.startswith(folder + "/")]))
    print()
    goals = []
    for name, c in counts.items():
        if EXACT.fullmatch(name):
            row(name, c)
            goals.append((name, c[0] == c[1] and c[2] == c[3]))
    total = add(counts.values())
    print()
    row("all", total)
    goals.append((f"{LINES:g} % of all lines", percent(total[1], total[0]) >= LINES))
    goals.append((f"{BRANCHES:g} % of all branches", percent(total[3], total[2]) >= BRANCHES))
    with open(os.path.join(build, "uncovered.txt"), "w", encoding="utf-8") as out:
        for name in sorted(files):
            out.writelines(line + "\n" for line in files[name].missing())
    print(f"what was not reached: {build}/uncovered.txt")
    for name, met in goals:
        if not met:
            print(f"goal not met: {name}")
    passed = sum(met for _, met in goals)
    print(f"{passed} passed, {len(goals) - passed} failed")
    sys.exit(passed < len(goals))


if __name__ == "__main__":
    main()
