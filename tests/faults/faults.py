#!/usr/bin/env python3
"""faults.py BUILD WHAT [--step N]: fourteen runs of plang in which something fails, once for every place where it can.

WHAT is one of
  calls   the Nth open, read, write, fsync, close or rename fails (EIO, ENOSPC, EINTR, EMFILE, EACCES); then every read
          and write moves one byte only
  kills   the program is killed before its Nth system call
  memory  the Nth allocation fails, alone; then it and all after it

Each time the program says what happened and exits with 6 (7: memory), or gives the same complete result. What was begun
on standard output is a beginning of the whole. A file under its final name is the old one whole or the new one whole,
and nothing lies beside it, except after a kill. With --step N every Nth place is tried.
"""
import concurrent.futures
import os
import subprocess
import sys
import tempfile

RULES = """fund "Small"
  currency GBP
dataset place
  key code
  field name text
  field population count
  field rate percent if missing use median(rate)
rule weak "Weak" when rate >= 5% unless population < 100 because "it is small"
score need where weak
  weight 50% on zscore(rate)
  weight 50% on ln(population)
rank place_in_line by need highest first where weak
band group where weak
  when place_in_line <= 2 then "a"
  otherwise "b"
allocate award share £100_000 where weak in proportion to population at least £10 rounded to £1
check sum(award) = £100_000 "all of it"
output code, name, weak, need, place_in_line, group, award by place_in_line
"""
ROWS = [("A", '"Ashby, Upper"', 1000, "5.1"), ("B", "Burton", 2000, "7.25"), ("C", "Corby", 90, "9"),
        ("D", "Derby", 400, ""), ("E", "Ely", 3000, "3")]
OLD = "what stood there before\n"
ERRORS = {"openat": ("EMFILE", "EACCES", "EINTR"), "open": ("EMFILE",), "read": ("EIO", "EINTR"),
          "write": ("EIO", "ENOSPC", "EINTR"), "writev": ("EIO", "ENOSPC"), "fsync": ("EIO",), "close": ("EIO", "EINTR"),
          "rename": ("EIO", "ENOSPC"), "renameat": ("EIO",)}
# name: (words of the command line, whether the data come on standard input, what stands under the name `result` before;
# None: there is no such file in the run)
SCENARIOS = {
    "eval to standard output": (["eval", "--quiet", "rules.pl", "data.csv"], False, None),
    "eval to a new file": (["eval", "rules.pl", "data.csv", "-o", "result"], False, ""),
    "eval to an old file": (["eval", "rules.pl", "data.csv", "-o", "result"], False, OLD),
    "json": (["eval", "--format", "json", "--quiet", "rules.pl", "data.csv"], False, None),
    "table": (["eval", "--format", "table", "--quiet", "rules.pl", "data.csv"], False, None),
    "summary": (["eval", "rules.pl", "data.csv"], False, None),
    "check": (["check", "rules.pl"], False, None),
    "compile": (["compile", "--emit=tree", "rules.pl"], False, None),
    "data on standard input": (["eval", "--quiet", "rules.pl", "-"], True, None),
    "rule with an error": (["check", "wrong.pl"], False, None),
    "data with an error": (["eval", "rules.pl", "wrong.csv", "-o", "result"], False, OLD),
    "help": (["help", "codes"], False, None),
    "receipt": (["eval", "--quiet", "rules.pl", "data.csv", "--receipt", "result", "--sign", "a.key"], False, OLD),
    "report": (["report", "--quiet", "rules.pl", "data.csv", "--map", "map.json", "-o", "result"], False, OLD),
    "verify": (["verify", "run.json"], False, None),
}
MAP = """{"type": "Topology", "arcs": [[[0, 0], [1, 0], [1, 1], [0, 0]]], "objects": {"x": {"type": "GeometryCollection", "geometries": [
{"type": "Polygon", "arcs": [[0]], "properties": {"code": "A"}}, {"type": "MultiPolygon", "arcs": [[[-1]]], "properties": {"code": "Z"}}]}}}"""
KEY = "plang-secret-key-ed25519 " + "0123456789abcdef" * 4 + "\n"


class Run:
    """One run in a folder of its own: what it said, and what it left there."""

    def __init__(self, scenario, prefix, environment, plang, rows):
        words, on_input, before = SCENARIOS[scenario]
        with tempfile.TemporaryDirectory() as folder:
            def path(name):
                return os.path.join(folder, name)
            data = "code,name,population,rate\n"
            data += "".join(f"{c}{i or ''},{n},{p + 7 * i},{r}\n" for i in range(rows) for c, n, p, r in ROWS)
            files = {"rules.pl": RULES, "wrong.pl": RULES.replace("rate >=", "rat >="), "data.csv": data,
                     "wrong.csv": data.replace("7.25", "much"), "a.key": KEY, "map.json": MAP}
            if before:
                files["result"] = before
            for name, text in files.items():
                with open(path(name), "w", encoding="utf-8") as file:
                    file.write(text)
            if scenario == "verify":
                files["run.json"] = files["kept.csv"] = ""
                subprocess.run([plang, "eval", "--quiet", "rules.pl", "data.csv", "-o", "kept.csv", "--receipt", "run.json"],
                               cwd=folder, check=True)
            with open(path("data.csv"), "rb") as given:
                done = subprocess.run([*(word.replace("%", folder) for word in prefix), plang, *words], cwd=folder, timeout=120,
                                      stdin=given if on_input else subprocess.DEVNULL, capture_output=True, check=False,
                                      env={**os.environ, **{k: v.replace("%", folder) for k, v in environment.items()}})
            self.status, self.out, self.err = done.returncode, done.stdout, done.stderr
            self.log, self.result = self.take(path("log")).decode(), self.take(path("result"))
            self.beside = sorted(set(os.listdir(folder)) - set(files) - {"log", "result"})

    @staticmethod
    def take(path):
        if not os.path.exists(path):
            return b""
        with open(path, "rb") as file:
            return file.read()


class Faults:
    def __init__(self, build, step):
        self.plang, self.step = os.path.abspath(os.path.join(build, "plang")), step
        self.inject, self.nomem = (os.path.abspath(os.path.join(build, name)) for name in ("inject", "nomem.so"))
        self.passed = self.failed = 0
        self.pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count())

    def injected(self, scenario, calls, action, at, rows=1):
        # No leak is looked for in a program that is traced, which the sanitizer's leak finder cannot be.
        return Run(scenario, [self.inject, "%/log", calls, action, str(at)],
                   {"ASAN_OPTIONS": "detect_leaks=0"}, self.plang, rows)

    def out_of_memory(self, scenario, environment):
        return Run(scenario, [], {"LD_PRELOAD": self.nomem, **environment}, self.plang, 1)

    def count(self, problem, what, run):
        self.passed, self.failed = self.passed + (not problem), self.failed + bool(problem)
        if problem and self.failed <= 40:
            print(f"{what}: {problem}; status {run.status}, {len(run.out)} bytes of output, {run.err[-300:]!r}")

    def each(self, jobs):
        """jobs: (what, function that runs, function that judges the run)."""
        def one(job):
            run = job[1]()
            return job[2](run), job[0], run
        for problem, what, run in self.pool.map(one, jobs):
            self.count(problem, what, run)

    def plain(self, scenario, rows=1):
        run = Run(scenario, [], {}, self.plang, rows)
        if run.status != {"rule with an error": 3, "data with an error": 4}.get(scenario, 0):
            self.count("the plain run fails", scenario, run)
        return run

    # --- calls

    def calls(self):
        jobs = []
        for scenario, (_, _, before) in SCENARIOS.items():
            whole = self.plain(scenario, rows=100)
            seen = self.injected(scenario, ",".join(ERRORS), "count", 0, rows=100)
            self.count(differs(seen, whole), f"{scenario}, traced", seen)
            places = {}
            for line in seen.log.splitlines():
                name, first = line.split()
                places.setdefault(name, []).append(int(first))
            for name, firsts in places.items():
                for at in range(0, len(firsts), self.step):
                    for error in ERRORS[name]:
                        said = not (name == "write" and firsts[at] == 2)
                        jobs.append((f"{scenario}, {name} number {at + 1} fails with {error}",
                                     lambda s=scenario, n=name, e=error, a=at: self.injected(s, n, e, a + 1, rows=100),
                                     lambda run, w=whole, b=before, s=said: after_call(run, w, b, s)))
            small = self.plain(scenario)
            jobs.append((f"{scenario}, byte by byte", lambda s=scenario: self.injected(s, "read,write", "short", 0),
                         lambda run, w=small: differs(run, w)))
        self.each(jobs)

    # --- kills

    def kills(self):
        jobs = []
        for scenario, (_, _, before) in SCENARIOS.items():
            if before is None:
                continue
            whole = self.plain(scenario)
            places = len(self.injected(scenario, "all", "count", 0).log.splitlines())
            for at in range(1, places + 1, self.step):
                jobs.append((f"{scenario}, killed at call {at} of {places}",
                             lambda s=scenario, a=at: self.injected(s, "all", "kill", a),
                             lambda run, w=whole, b=before: after_kill(run, w, b)))
        self.each(jobs)

    # --- memory

    def memory(self):
        jobs = []
        for scenario, (_, _, before) in SCENARIOS.items():
            whole = self.plain(scenario)
            places = int(self.out_of_memory(scenario, {"NOMEM_COUNT": "%/log"}).log)
            for ever in ({}, {"NOMEM_EVER": "1"}):
                for at in range(1, places + 1, self.step):
                    jobs.append((f"{scenario}, allocation {at} of {places}{' and all after it' if ever else ''} fails",
                                 lambda s=scenario, a=at, e=ever: self.out_of_memory(s, {"NOMEM_AT": str(a), **e}),
                                 lambda run, w=whole, b=before: after_memory(run, w, b)))
        self.each(jobs)


def differs(run, whole, said=True):
    if run.status != whole.status or run.out != whole.out or run.result != whole.result:
        return "not the same complete result"
    if said and run.err != whole.err:
        return "other messages"
    return f"left behind: {run.beside}" if run.beside else ""


def after_call(run, whole, before, said):
    """said: what failed was not the saying of it on standard error."""
    if run.status != 6:
        return differs(run, whole, said)
    if said and b"error P0" not in run.err:
        return "fails without a message"
    if not whole.out.startswith(run.out):
        return "the output is no beginning of the whole"
    if run.result not in ((before or "").encode(), whole.result):
        return "a part of a result in the file"
    return f"left behind: {run.beside}" if run.beside else ""


def after_kill(run, whole, before):
    if run.status == 128 + 9:
        return "" if run.result in (before.encode(), whole.result) else "a part of a result"
    return differs(run, whole)


def after_memory(run, whole, before):
    if run.status != 7:
        return differs(run, whole)
    if b"P0001" not in run.err:
        return "fails without a message"
    if run.out not in (b"", whole.out):
        return "a part of a result"
    if run.result not in ((before or "").encode(), whole.result):
        return "a part of a result in the file"
    return f"left behind: {run.beside}" if run.beside else ""


def main():
    words = sys.argv[1:]
    step = int(words[words.index("--step") + 1]) if "--step" in words else 1
    if len(words) < 2 or words[1] not in ("calls", "kills", "memory"):
        sys.exit(__doc__)
    faults = Faults(words[0], step)
    needed = faults.nomem if words[1] == "memory" else faults.inject
    if not os.path.exists(needed):
        print(f"skipped: failing {words[1]}, for want of {os.path.basename(needed)} in this build\n0 passed, 0 failed, 1 skipped")
        return 0
    if words[1] != "memory" and faults.injected("help", "all", "count", 0).status == 125:
        print("skipped: failing system calls, where no program may be traced\n0 passed, 0 failed, 1 skipped")
        return 0
    getattr(faults, words[1])()
    print(f"{faults.passed} passed, {faults.failed} failed")
    return 1 if faults.failed else 0


if __name__ == "__main__":
    sys.exit(main())
