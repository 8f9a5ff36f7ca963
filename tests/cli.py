#!/usr/bin/env python3
"""cli.py PLANG: command lines, right and wrong: the exit status, and what each of the two streams says; on a pipe and on a
terminal. Closes with `N passed, N failed`."""
import os
import pty
import subprocess
import sys
import tempfile

RULES = """fund "Small"
  currency GBP
param budget = £90
dataset place
  key code
  field people count
allocate award share budget in proportion to people rounded to £1
output code, award
"""
DATA = "code,people\nA,100\nB,200\n"
CSV = "code,award\nA,30\nB,60\n"
PLACES = """fund "Places"
dataset place
  key code
  from "data.csv"
  field people count
  field trust percent may be missing
rank r by people highest first where people > 100
let t = "a\\"b" & code
output code, r, trust, t
"""
FAILS = 'param a = 2\ncheck a = 3 "a is 3"\noutput figures: a\n'

# arguments, exit status, the whole of standard output (None: anything, "..." inside: a part), a part of standard error
CASES = [
    ([], 2, "", "which command?"),
    (["--version"], 0, "...language edition 20", ""),
    (["--help"], 0, "...Usage: plang COMMAND", ""),
    (["-h"], 0, "...Usage: plang COMMAND", ""),
    (["help"], 0, "...Usage: plang COMMAND", ""),
    (["help", "--help"], 0, "...Usage: plang help [TOPIC]", ""),
    (["help", "-h"], 0, "...Usage: plang help [TOPIC]", ""),
    (["help", "eval"], 0, "...Usage: plang eval RULES [DATA]", ""),
    (["help", "check"], 0, "...Usage: plang check RULES", ""),
    (["help", "report"], 0, "...Usage: plang report RULES [DATA] -o FILE", ""),
    (["help", "verify"], 0, "...Usage: plang verify RECEIPT", ""),
    (["help", "key"], 0, "...Usage: plang key NAME", ""),
    (["help", "compile"], 0, "...Usage: plang compile", ""),
    (["help", "help"], 0, "...Usage: plang help [TOPIC]", ""),
    (["help", "quantile"], 0, "...quantile(x, 75%)", ""),
    (["help", "nothing"], 2, "", 'there is no topic "nothing"'),
    (["help", "a", "b"], 2, "", "one topic at a time"),
    (["run"], 2, "", 'there is no command "run"'),
    (["eval", "--help"], 0, "...Usage: plang eval RULES [DATA]", ""),
    (["eval"], 2, "", "which rule file?"),
    (["check"], 2, "", "Try: plang check --help"),
    (["eval", "rules.pl", "data.csv", "more.csv"], 2, "", "too many files"),
    (["check", "rules.pl", "data.csv"], 2, "", "too many files"),
    (["eval", "-", "-"], 2, "", "cannot both be standard input"),
    (["eval", "rules.pl", "--data", "place=data.csv", "data.csv"], 2, "", "the data file is given twice"),
    (["eval", "rules.pl", "--data", "data.csv", "--data", "data.csv"], 2, "", "the data file is given twice"),
    (["eval", "rules.pl", "--data", "region=data.csv"], 2, "", 'declares no dataset "region"'),
    (["eval", "rules.pl", "--format", "xml", "data.csv"], 2, "", 'not "xml"'),
    (["eval", "rules.pl", "--messages", "xml"], 2, "", '--messages is text or json, not "xml"'),
    (["eval", "rules.pl", "--set", "budget", "data.csv"], 2, "", '--set is NAME=VALUE, each name once; this is "budget"'),
    (["eval", "rules.pl", "--set", "budget=£1", "--set", "budget=£2"], 2, "", "each name once"),
    (["eval", "rules.pl", "--set", "budget=(", "--set", "a=(", "data.csv"], 3, "", "--set budget:1:"),
    (["eval", "rules.pl", "--as-of", "2026-02-30"], 2, "", '--as-of is a date such as 2027-04-01, not "2026-02-30"'),
    (["eval", "rules.pl", "--as-of", "0000-12-31"], 2, "", 'not "0000-12-31"'),
    (["eval", "rules.pl", "--set"], 2, "", "--set wants a value"),
    (["eval", "rules.pl", "--sot"], 2, "", "there is no option --sot"),
    (["eval", "rules.pl", "--quiet=yes"], 2, "", "this option takes no value"),
    (["eval", "rules.pl", "-qz"], 2, "", "there is no option -z"),
    (["check", "rules.pl", "-o", "x"], 2, "", "there is no option -o"),
    (["check", "rules.pl", "--output", "x"], 2, "", "there is no option --output"),
    (["compile", "rules.pl"], 2, "", "--emit=tree, --emit=rules or --emit=ops"),
    (["compile", "rules.pl", "--emit=code"], 2, "", "--emit=tree, --emit=rules or --emit=ops"),
    (["compile", "rules.pl", "--emit=tree"], 0, "...allocate \"award\"", ""),
    (["compile", "rules.pl", "--emit=tree", "--format", "json"], 0, "...\"rows\":\"place\"", ""),
    (["compile", "rules.pl", "--emit=tree", "--parse-only", "--format", "json"], 0, "...{\"kind\":", ""),
    (["compile", "rules.pl", "--emit=rules"], 0, '...fund "Small"\n  currency GBP\n', ""),
    (["compile", "rules.pl", "--emit=ops"], 0, "...fields of place\n", ""),
    (["compile", "rules.pl", "--emit=ops", "--parse-only"], 2, "", "without --parse-only"),
    (["compile", "no-such.pl", "--emit=rules"], 6, "", "P0002"),
    (["check", "rules.pl"], 0, "", ""),
    (["check", "no-such.pl"], 6, "", 'no-such.pl'),
    (["eval", "rules.pl", "data.csv"], 0, CSV, "£90 awarded + £0 unspent = £90"),
    (["eval", "rules.pl", "-q", "data.csv"], 0, CSV, ""),
    (["eval", "rules.pl", "--data", "data.csv", "--quiet"], 0, CSV, ""),
    (["eval", "rules.pl", "--data", "place=data.csv", "--set", "budget=£9"], 0, "code,award\nA,3\nB,6\n", ""),
    (["eval", "rules.pl", "-", "--format", "csv"], 0, CSV, ""),
    (["eval", "rules.pl", "data.csv", "--format", "table", "--quiet"], 0, "...award", ""),
    (["eval", "rules.pl", "data.csv", "--format", "json", "--messages", "json"], 0, '..."award"', ""),
    (["eval", "rules.pl", "data.csv", "--messages", "text"], 0, CSV, "unspent"),
    (["eval", "rules.pl"], 2, "", 'no data for "place"'),
    (["eval", "rules.pl", "no-such.csv"], 6, "", "no-such.csv"),
    (["eval", "fails.pl"], 1, "figure,value\na,2\n", "a is 3"),
    (["eval", "fails.pl", "--quiet"], 1, "figure,value\na,2\n", "a is 3"),
    (["eval", "fails.pl", "--messages", "json"], 1, "figure,value\na,2\n", ""),
    (["eval", "rules.pl", "data.csv", "-o", "no/such/folder.csv"], 6, "", "P0003"),
    (["eval", "rules.pl", "data.csv", "-o", "."], 6, "", ".: error P0003: the result cannot be written: Is a directory"),
    (["eval", "rules.pl", "data.csv", "-o", ""], 6, "", "P0003"),
    (["eval", "rules.pl", "data.csv", "-o", "/dev/full"], 6, "", "No space left on device"),
    (["eval", "rules.pl", "data.csv", "-o", "nowhere"], 6, "", "P0003"),
    (["eval", "rules.pl", "data.csv", "-q", "-o", "-"], 0, CSV, ""),
    (["eval", "rules.pl", "data.csv", "-q", "-o", "/dev/stdout"], 0, CSV, ""),
    (["eval", "rules.pl", "."], 6, "", "the file cannot be read: Is a directory"),
    (["check", "."], 6, "", "P0002"),
    (["check", "/dev/zero"], 6, "", "a rule file has at most 256 MiB"),
    (["eval", "places.pl"], 4, "", "data.csv:1:1: error P0615: no column \"trust\""),
    (["eval", "absolute.pl", "--messages", "json"], 6, "", '"file": "/no/such/data.csv"'),
    (["compile", "places.pl", "--emit=tree"], 0, "...: percent for place, may be missing", ""),
    (["compile", "places.pl", "--emit=tree"], 0, "...: count for place, not everywhere", ""),
    (["compile", "places.pl", "--emit=tree", "--format", "json"], 0, '..."optional":true', ""),
    (["compile", "places.pl", "--emit=tree", "--format", "json"], 0, '..."conditional":true', ""),
    (["compile", "places.pl", "--emit=tree"], 0, '..."a\\"b"', ""),
]


def found(expected, got):
    if expected is None:
        return True
    return expected[3:] in got if expected.startswith("...") else expected == got


def on_terminal(plang, args, folder, **environment):
    """What the program says when both its streams are one terminal."""
    here, there = pty.openpty()
    child = subprocess.Popen([plang, *args], cwd=folder, stdin=subprocess.DEVNULL, stdout=there, stderr=there,
                             env={**os.environ, **environment})
    os.close(there)
    said = b""
    while True:
        try:
            more = os.read(here, 65536)
        except OSError:  # how a terminal ends
            break
        if not more:
            break
        said += more
    os.close(here)
    return child.wait(), said.decode().replace("\r\n", "\n")


def main():
    plang = os.path.abspath(sys.argv[1])
    counts = {True: 0, False: 0}

    def holds(what, condition, *shown):
        counts[bool(condition)] += 1
        if not condition:
            print(what, *shown)

    with tempfile.TemporaryDirectory() as folder:
        for name, text in ("rules.pl", RULES), ("data.csv", DATA), ("fails.pl", FAILS), ("wrong.pl", "param a = b\n"), \
                ("places.pl", PLACES), ("absolute.pl", PLACES.replace("data.csv", "/no/such/data.csv")):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
                out.write(text)
        os.symlink("no/such/target", os.path.join(folder, "nowhere"))
        for args, status, out, err in CASES:
            ran = subprocess.run([plang, *args], cwd=folder, input=DATA.encode(), capture_output=True, check=False)
            said = ran.stdout.decode(), ran.stderr.decode()
            holds(args, ran.returncode == status and found(out, said[0]) and err in said[1], ran.returncode, *said)
        for args in ["eval", "rules.pl", "data.csv"], ["compile", "rules.pl", "--emit=tree"], ["--help"], ["help", "eval"]:
            with open("/dev/full", "wb") as full:
                ran = subprocess.run([plang, *args], cwd=folder, stdout=full, stderr=subprocess.PIPE, check=False)
            holds(f"{args} to a full disk", ran.returncode == 6 and b"P0003" in ran.stderr, ran.returncode, ran.stderr)
        with open(os.path.join(folder, "data.csv"), "rb") as data:
            data.seek(0)
            ran = subprocess.run([plang, "eval", "rules.pl", "-", "-q"], cwd=folder, stdin=data, capture_output=True, check=False)
            holds("data from a file on standard input", ran.returncode == 0 and ran.stdout.decode() == CSV, ran.stderr)
        for name, begins in ("out.csv", CSV), ("out.json", "{"), ("out.jsonl", "{"), (".json", "code"), (".jsonl", "code"):
            ran = subprocess.run([plang, "eval", "rules.pl", "data.csv", "-q", "-o", name], cwd=folder, check=False)
            with open(os.path.join(folder, name), encoding="utf-8") as written:
                holds(name, ran.returncode == 0 and written.read().startswith(begins))
        ran = subprocess.run([plang, "eval", "-", "data.csv", "-q"], cwd=folder, input=RULES.encode(), capture_output=True,
                             check=False)
        holds("rules from standard input", ran.returncode == 0 and ran.stdout.decode() == CSV, ran.stderr)
        # A terminal gets a table and colours, unless it or its owner wants none.
        try:
            os.close(pty.openpty()[1])
        except OSError:
            print("skipped: what a terminal is shown, since there is none to be had")
            print(f"{counts[True]} passed, {counts[False]} failed, 1 skipped")
            sys.exit(counts[False] > 0)
        status, said = on_terminal(plang, ["eval", "rules.pl", "data.csv"], folder, TERM="xterm", NO_COLOR="")
        holds("a table on a terminal", status == 0 and CSV not in said and "award" in said, status, said)
        for colour, environment in ((True, {"TERM": "xterm", "NO_COLOR": ""}), (False, {"TERM": "dumb", "NO_COLOR": ""}),
                                    (False, {"TERM": "xterm", "NO_COLOR": "1"})):
            status, said = on_terminal(plang, ["check", "wrong.pl"], folder, **environment)
            holds(f"colour {environment}", status == 3 and ("\033[" in said) == colour, status, repr(said))
    print(f"{counts[True]} passed, {counts[False]} failed")
    sys.exit(counts[False] > 0)


if __name__ == "__main__":
    main()
