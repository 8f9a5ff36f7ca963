#!/usr/bin/env python3
"""hostile.py PLANG [--large] [--slow]: files that are made to be too long, too deep, too many or cut short.

What makes them is ../shared/adversarial/gen.py; skipped where that is absent. Each run ends by itself, within its time
and a stack of 1 MiB, with the status that is stated here; a refusal has a message, a few thousand bytes at most, and no
output. Four times the size takes less than eight times as long. --large: sizes for a soak. --slow, for builds with
sanitizers: neither clock nor stack is looked at.
"""
import os
import resource
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
GEN = os.path.join(HERE, "..", "..", "shared", "adversarial", "gen.py")
NAMES = "dataset place\n  key code\n  field name text\n  field need number\noutput code, name, need\n"
KEYS = "dataset place\n  key code\noutput code by code\n"
PLACES = "dataset place\n  key code\n  field need number\noutput code, need by code\n"
NOISE = 0.04  # seconds under which a ratio of times says nothing

# kind of rule file: (statuses allowed, small, large); each also at four times the size
RULES = {
    "parens": ((3,), 20_000, 200_000), "not": ((3,), 20_000, 200_000), "minus": ((3,), 20_000, 200_000),
    "chain": ((3,), 10_000, 100_000), "ifs": ((3,), 10_000, 50_000), "defs": ((3,), 2_500, 5_000),
    "names": ((0, 3), 50_000, 1_000_000), "string": ((3,), 50_000, 1_000_000), "number": ((3,), 50_000, 1_000_000),
    "comment": ((3,), 10_000, 100_000), "token": ((3,), 20_000, 200_000),
}
# Within the limits they run: 500 brackets, a chain of 900, 600 declarations each resting on the one before.
SHALLOW = {"parens": 500, "not": 500, "minus": 500, "chain": 900, "ifs": 200, "defs": 600}
# words for gen.py before the size: (rules, statuses allowed, small, large)
DATA = {
    ("rows",): (PLACES, (0,), 8_000, 250_000), ("cols",): (KEYS, (0,), 8_000, 32_000),
    ("field",): (NAMES, (0,), 1_000_000, 4_000_000), ("quotes",): (NAMES, (0,), 200_000, 2_000_000),
    ("longnum",): (NAMES, (4,), 100_000, 2_000_000),
    **{("hash", alg): (KEYS, (0,), 10_000, 100_000) for alg in ("djb2", "java31")},
}
# just within and just beyond what lang/REFERENCE.md and runtime/README.md state
LIMITS = [(("cols", "131071"), KEYS, 0), (("cols", "131072"), KEYS, 4), (("field", "16777216"), NAMES, 0),
          (("field", "16777217"), NAMES, 4), (("quotes", "99999"), NAMES, 4), (("longnum", "400"), NAMES, 4)]


class Hostile:
    def __init__(self, plang, large, slow, scratch):
        self.plang, self.large, self.slow, self.scratch = os.path.abspath(plang), large, slow, scratch
        self.passed = self.failed = 0

    def check(self, ok, what, detail=""):
        self.passed, self.failed = self.passed + bool(ok), self.failed + (not ok)
        if not ok:
            print(f"{what}: {detail}")

    def path(self, name):
        return os.path.join(self.scratch, name)

    def gen(self, *words, into=None):
        environment = {**os.environ, "PL_DEF": "let {name} = {expr}\n", "PL_EXT": "pl"}
        with open(self.path(into) if into else os.devnull, "wb") as out:
            subprocess.run([sys.executable, GEN, *map(str, words)], stdout=out, stderr=subprocess.DEVNULL, check=True,
                           env=environment)

    def run(self, *words):
        """Status, output, messages, and seconds of the processor."""
        def limit():
            if not self.slow:
                resource.setrlimit(resource.RLIMIT_STACK, (1 << 20, 1 << 20))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        try:
            done = subprocess.run([self.plang, *words], cwd=self.scratch, capture_output=True, timeout=300 if self.slow else 60,
                                  preexec_fn=limit, stdin=subprocess.DEVNULL, check=False)
        except subprocess.TimeoutExpired:
            return -1, b"", b"no end", 0.0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return done.returncode, done.stdout, done.stderr, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    def expect(self, what, statuses, *words):
        """One run that must end with one of these statuses; its seconds."""
        status, out, err, seconds = self.run(*words)
        refusal = status == 0 or (out == b"" and b"error P" in err)
        self.check(status in statuses and refusal and len(err) < 20_000, what,
                   f"status {status}, {len(out)} bytes of output, {len(err)} of messages, {err[:200]!r}")
        return seconds

    def linear(self, what, statuses, size, make, *words):
        seconds = []
        for n in (size, 4 * size):
            make(n)
            seconds.append(self.expect(f"{what} {n}", statuses, *words))
        if not self.slow and seconds[1] > NOISE:
            ratio = seconds[1] / max(seconds[0], NOISE / 4)
            self.check(ratio < 8, f"{what} from {size} to {4 * size}", f"{seconds[0]:.2f} s, then {seconds[1]:.2f} s")

    def rules(self):
        for kind, (statuses, small, large) in RULES.items():
            self.linear(f"rules {kind}", statuses, large if self.large else small,
                        lambda n, k=kind: self.gen("rules", k, n, self.scratch), "check", "main.pl")
        for kind, n in SHALLOW.items():
            self.gen("rules", kind, n, self.scratch)
            self.expect(f"rules {kind} {n}", (0,), "check", "main.pl")

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def data(self):
        for words, (rules, statuses, small, large) in DATA.items():
            self.write("rules.pl", rules)
            self.linear(" ".join(words), statuses, large if self.large else small,
                        lambda n, w=words: self.gen(*w, n, into="data.csv"), "eval", "rules.pl", "data.csv")
        for words, rules, status in LIMITS:
            self.write("rules.pl", rules)
            self.gen(*words, into="data.csv")
            self.expect(" ".join(words), (status,), "eval", "rules.pl", "data.csv")

    def collisions(self):
        """Keys that collide under a known hash cost no more than a small multiple of keys that do not."""
        self.write("rules.pl", KEYS)
        size = 400_000 if self.large else 20_000
        for alg in ("djb2", "java31", "fnv1a32", "fnv1a64low") if self.large else ("djb2", "java31"):
            seconds = []
            for kind in ("skew", "hash"):
                self.gen(kind, alg, size, into="data.csv")
                seconds.append(self.expect(f"{kind} {alg} {size}", (0,), "eval", "rules.pl", "data.csv"))
            if not self.slow:
                self.check(seconds[1] < 8 * max(seconds[0], NOISE), f"{alg}: colliding keys", f"{seconds[1]:.2f} s against {seconds[0]:.2f} s")

    def many(self, kind, *words):
        """Each of many spoilt copies of a file is read or refused."""
        folder = self.path(kind)
        self.gen(kind, self.path("data.csv"), folder, *words)
        statuses = {}
        for name in sorted(os.listdir(folder)):
            status, out, err, _ = self.run("eval", "rules.pl", os.path.join(folder, name))
            statuses[status] = statuses.get(status, 0) + 1
            sound = status == 0 or (status == 4 and out == b"" and b"error P" in err)
            self.check(sound, f"{kind} {name}", f"status {status}, {len(out)} bytes of output, {err[:200]!r}")
        self.check(4 in statuses, f"{kind}: nothing was refused", statuses)

    def spoilt(self):
        self.write("rules.pl", PLACES)
        self.gen("rows", 40 if self.large else 6, into="data.csv")
        self.many("truncate")
        self.many("flip", 2000 if self.large else 300, 1)

    def shuffled(self):
        self.write("rules.pl", PLACES)
        self.gen("rows", 2000, into="data.csv")
        whole = self.run("eval", "-q", "rules.pl", "data.csv")[1]
        for seed in range(20 if self.large else 3):
            self.gen("shuffle", self.path("data.csv"), seed, into="shuffled.csv")
            self.check(self.run("eval", "-q", "rules.pl", "shuffled.csv")[1] == whole, f"shuffle {seed}", "another result")

    def raced(self):
        """A file that grows, shrinks and is replaced while it is read: rows as they stood, or a message."""
        self.write("rules.pl", "dataset place\n  key code\n  field need number\noutput code, need\n")
        self.gen("rows", 20_000, into="data.csv")
        statuses = {}
        with subprocess.Popen([sys.executable, GEN, "race", self.path("data.csv"), "20" if self.large else "1.5"],
                              stderr=subprocess.DEVNULL) as racer:
            while racer.poll() is None:
                status, out, err, _ = self.run("eval", "-q", "rules.pl", "data.csv")
                statuses[status] = statuses.get(status, 0) + 1
                if status == 0: # which rows stood there at that moment nobody knows
                    self.check(out.startswith(b"code,need\n") and out.endswith(b"\n"), "race", "a part of a result")
                else:
                    self.check(status in (4, 6) and out == b"" and b"error P" in err, "race", f"status {status}, {err[:200]!r}")
        self.check(len(statuses) > 1, "race: every run went alike", statuses)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    if not os.path.exists(GEN):
        print("skipped: hostile files, whose maker is not there (../shared/adversarial/gen.py)\n0 passed, 0 failed, 1 skipped")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        test = Hostile(sys.argv[1], "--large" in sys.argv, "--slow" in sys.argv, scratch)
        for part in (test.rules, test.data, test.collisions, test.spoilt, test.shuffled, test.raced):
            part()
    print(f"{test.passed} passed, {test.failed} failed")
    return 1 if test.failed else 0


if __name__ == "__main__":
    sys.exit(main())
