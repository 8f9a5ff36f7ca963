"""The driver, agree.c, from Python: one process that runs one program after the other."""
import collections
import os
import re
import select
import signal
import subprocess
import tempfile

TIMEOUT = 300

# status: exit status of the VM as it comes; verdict: "agrees", or what differs; profile: how the VM decided, empty after an error
Answer = collections.namedtuple("Answer", "status out err verdict profile")


def path_beside(plang):
    """The driver of the same build; not one of an older library."""
    folder = os.path.dirname(os.path.abspath(plang))
    driver, library = os.path.join(folder, "agree"), os.path.join(folder, "libplang.a")
    if not os.path.exists(driver) or os.path.exists(library) and os.path.getmtime(driver) < os.path.getmtime(library):
        raise SystemExit(f"{driver} is not there, or older than the library: make unit")
    return driver


class Driver:
    def __init__(self, path, plant=None):
        self.path, self.plant, self.process = path, plant, None
        self.folder = tempfile.TemporaryDirectory(prefix="plang-agree-")

    def start(self):
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen([self.path] + (["--plant", self.plant] if self.plant else []), stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=self.errors, env=dict(os.environ, LC_ALL="C.UTF-8"))
        self.kept = b""

    def close(self):
        """What it said when it ended otherwise than well, such as of memory that it lost; else nothing."""
        said = ""
        if self.process:
            self.process.stdin.close()
            self.process.stdout.close()
            code = self.process.wait()
            self.errors.seek(0)
            said = f"ended with {code}: " + self.errors.read().decode("utf-8", "replace") if code else ""
        self.process = None
        self.folder.cleanup()
        return said

    def line(self):
        """The next line of the driver, or None when it ended or took too long."""
        while b"\n" not in self.kept:
            if not select.select([self.process.stdout], [], [], TIMEOUT)[0]:
                self.process.kill()
                return None
            more = os.read(self.process.stdout.fileno(), 65536)
            if not more:
                return None
            self.kept += more
        line, self.kept = self.kept.split(b"\n", 1)
        return line.decode("utf-8", "replace")

    def ended(self):
        """What to say of a driver that did not answer; the next question starts another."""
        code = self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.process = None
        self.errors.seek(0)
        said = self.errors.read().decode("utf-8", "replace")
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"status {code}"
        words = re.findall(r"^(?:==\d+==ERROR: |agree: |.*runtime error: |.*Assertion ).*", said, re.M)
        return Answer(-1, "", said, f"the driver ended with {how}, or took {TIMEOUT} s: {' '.join(words)[:300]}", "")

    def ask(self, rules, data, options, ways):
        """Runs one program; ways: a whole number, or "all"."""
        if not self.process:
            self.start()
        place = self.folder.name
        for name, content in (("rules.pl", rules), ("data.csv", data)):
            with open(os.path.join(place, name), "w", encoding="utf-8", newline="") as file:
                file.write(content)
        try:
            self.process.stdin.write("\t".join([place, str(ways), *options]).encode() + b"\n")
            self.process.stdin.flush()
            line = self.line()
        except BrokenPipeError:
            line = None
        if line is None:
            return self.ended()
        status, verdict, profile = line.split("\t", 2)
        read = lambda name: open(os.path.join(place, name), encoding="utf-8", errors="replace", newline="").read()
        return Answer(int(status), read("plang.out"), read("plang.err"), verdict, profile)


def kind_of(answer):
    """Who computed it: ("the VM", ""), ("the VM, asking", ""), ("the exact evaluator", why), or ("an error", "")."""
    found = re.match(r"decided by the exact evaluator alone(?:: (.*?))?;", answer.profile)
    if found:
        return "the exact evaluator", found[1] or "asked to"
    if not answer.profile:
        return "an error", ""
    asked = re.search(r"asked of the exact evaluator: (\d+)", answer.profile)
    return ("the VM, asking", "") if int(asked[1]) else ("the VM", "")


def decided(answer):
    """How many decisions each layer made."""
    line = answer.profile.split(";")[0]
    if "alone" in line or not line:
        return {}
    return {layer: int(count) for layer, count in re.findall(r"([a-z]+) (\d+)", line)}
