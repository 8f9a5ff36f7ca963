#!/usr/bin/env python3
"""receipt.py PLANG [--flips N]: receipts are right, the same for the same run, and no change of rules, data, result or
receipt goes unnoticed: N (1,000) single bits are changed, and `plang verify` must find each. Closes with `N passed, N failed`."""
import concurrent.futures
import hashlib
import json
import os
import random
import shutil
import stat
import subprocess
import sys
import tempfile

RULES = """fund "Small"
  currency GBP
param budget = £90_000
param threshold = 5%
  from 2027-04-01: 6%
dataset place
  key code
  field name text
  field people count
  field rate percent if missing use median(rate)
  field trust percent may be missing
rule weak "Weak" when rate >= threshold
allocate award share budget where weak in proportion to people rounded to £1
check sum(award) = budget "Every pound is awarded"
check warn people > 150 "Nobody is small"
output code, name, rate, trust, weak, award
"""
NAMES = ["Ashby", "Burton", "Corby", "Derby", "Ely", "Flint", "Gwynedd Môn", "Hové", "Île-de-France", "Jarrow"]
ROWS = "".join(f"E{i:02},{NAMES[i % 10]},{100 + 37 * i},{'' if i % 7 == 3 else 3 + i % 5},{i if i % 3 else ''}\n" for i in range(20))
DATA = "code,name,people,rate,trust\n" + ROWS
FAILS = 'param a = 2\ncheck a = 3 "a is 3"\noutput figures: a\n'
REMOVED = object()
FROM = RULES.replace("  key code\n", '  key code\n  from "data.csv"\n')


class Folder:
    """A folder of its own with rules and data, and plang run in it."""

    def __init__(self, plang):
        self.plang, self.path = plang, tempfile.mkdtemp()
        self.write("rules.pl", RULES)
        self.write("data.csv", DATA)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path)

    def at(self, name):
        return os.path.join(self.path, name)

    def write(self, name, content):
        with open(self.at(name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())

    def read(self, name):
        with open(self.at(name), "rb") as file:
            return file.read()

    def has(self, name):
        return os.path.exists(self.at(name))

    def run(self, *words, given=b"", where=None, environment=None):
        done = subprocess.run([self.plang, *words], cwd=where or self.path, input=given, capture_output=True, timeout=60,
                              check=False, env={**os.environ, **(environment or {})})
        done.text = done.stderr.decode("utf-8", "replace") + done.stdout.decode("utf-8", "replace")
        return done

    def eval(self, *words, **how):
        return self.run("eval", "-q", "rules.pl", *words, **how)


def sealed(receipt):
    """The text of a receipt with a seal that fits, as whoever forges one would write it."""
    body = {k: v for k, v in receipt.items() if k not in ("sha256", "signature")}
    text = json.dumps(body, indent=2, ensure_ascii=False)
    text = text[:-2] + ",\n"
    return (text + f'  "sha256": "{hashlib.sha256(text.encode()).hexdigest()}"\n}}\n').encode()


def flipped(content, bit):
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


class Test:
    def __init__(self, plang):
        self.plang = os.path.abspath(plang)
        self.passed = self.failed = 0
        self.pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count())

    def check(self, what, holds, *shown):
        self.passed, self.failed = self.passed + bool(holds), self.failed + (not holds)
        if not holds and self.failed <= 40:
            print(what, *shown, sep="\n    ")

    def says(self, what, done, status, *parts):
        """The exit status, and what stands in either stream."""
        missing = [p for p in parts if p not in done.text]
        self.check(what, done.returncode == status and not missing, f"status {done.returncode}, wanted {status}",
                   f"not said: {missing}", done.text)

    # --- what a receipt holds

    def contents(self):
        with Folder(self.plang) as f:
            done = f.eval("data.csv", "-o", "out.csv", "--receipt", "run.json", "--set", "budget=£80_000 # less")
            self.says("a receipt is written", done, 0)
            text, result = f.read("run.json"), f.read("out.csv")
            receipt = json.loads(text)

            def sha(content):
                return hashlib.sha256(content).hexdigest()
            self.check("rules", receipt["rules"] == [{"file": "rules.pl", "bytes": len(RULES.encode()), "sha256": sha(RULES.encode())}])
            self.check("data", receipt["data"] == [{"dataset": "place", "file": "data.csv", "bytes": len(DATA.encode()),
                                                    "sha256": sha(DATA.encode())}])
            self.check("result", receipt["result"] == {"file": "out.csv", "bytes": len(result), "sha256": sha(result)})
            self.check("options", receipt["options"] == {"format": "csv", "strict": False, "spreadsheet": False,
                                                         "set": [{"name": "budget", "value": "£80_000 # less"}]})
            self.check("parameters", receipt["parameters"] == [
                {"name": "budget", "value": "£80,000", "from": "--set"},
                {"name": "threshold", "value": "5%", "from": "undated"}], receipt["parameters"])
            award = receipt["awards"][0]
            self.check("totals", (award["amount"], award["awarded"], award["unspent"]) == ("80000", "80000", "0"), award)
            self.check("counts", receipt["rows"] == {"dataset": "place", "read": 20, "kept": 20} and
                       receipt["filled_in"][0]["count"] == 3 and receipt["missing"][0]["count"] == 7 and
                       receipt["rules_met"][0]["name"] == "weak")
            self.check("checks", (receipt["checks_held"], receipt["checks_failed"], receipt["failed"]) == (1, 1, False))
            body = text[:text.rindex(b'\n  "sha256": "') + 1]
            self.check("the seal is that of the lines before it", receipt["sha256"] == sha(body))
            self.check("an editor of JSON would write the same", sealed(receipt) == text)
            self.says("it holds", f.run("verify", "run.json"), 0, "run.json holds", "what stands in out.csv", "not signed")
            self.says("on one thread", f.run("verify", "run.json", "--threads", "1"), 0)

    def same(self):
        """The result is the same with and without a receipt, and a run has one receipt."""
        for form in ("csv", "json", "jsonl", "table"):
            for words in ([], ["--as-of", "2027-05-01"], ["--set", "budget=£1m"], ["--strict"]):
                with Folder(self.plang) as f:
                    how = ["--format", form, *words]
                    plain, kept = f.eval("data.csv", *how), f.eval("data.csv", *how, "--receipt", "run.json")
                    what = " ".join(how)
                    self.check(f"{what}: the same with a receipt", plain.returncode == kept.returncode == 0 and plain.stdout == kept.stdout)
                    f.eval("data.csv", *how, "-o", "out")
                    plain = f.read("out")
                    f.eval("data.csv", *how, "-o", "out", "--receipt", "file.json")
                    self.check(f"{what}: the same in a file", plain == f.read("out") == kept.stdout)
                    self.says(f"{what}: verify", f.run("verify", "run.json"), 0, "No file of the result was compared")
                    self.says(f"{what}: verify with the file", f.run("verify", "run.json", "--result", "out"), 0, "stands in out")
                    self.says(f"{what}: verify the file", f.run("verify", "file.json"), 0, "stands in out")
                    first = f.read("run.json")
                    for again in ([*how, "--exact"], [*how, "--threads", "1"], [*how, "--block", "3"]):
                        f.eval("data.csv", *again, "--receipt", "run.json", environment={"TZ": "Asia/Tokyo", "LC_ALL": "C"})
                        self.check(f"{' '.join(again)}: the same receipt", f.read("run.json") == first)
        with Folder(self.plang) as f:
            f.write("data.csv", DATA.replace("Ely", "=1+1"))
            done = f.eval("data.csv", "--spreadsheet", "--receipt", "run.json")
            self.check("a spreadsheet's apostrophe", b"'=1+1" in done.stdout and json.loads(f.read("run.json"))["options"]["spreadsheet"])
            self.says("verify for a spreadsheet", f.run("verify", "run.json"), 0)

    def places(self):
        """Where rules, data and result come from."""
        with Folder(self.plang) as f:
            done = f.run("eval", "-q", "rules.pl", "-", "--receipt", "run.json", given=DATA.encode())
            self.says("data on standard input", done, 0)
            self.says("which verify wants named", f.run("verify", "run.json"), 2, "P1206", "--data FILE")
            self.says("in a file", f.run("verify", "run.json", "--data", "data.csv"), 0)
            self.says("or on standard input", f.run("verify", "run.json", "--data", "-", given=DATA.encode()), 0)
            f.run("eval", "-q", "-", "data.csv", "--receipt", "run.json", given=RULES.encode())
            self.says("rules on standard input", f.run("verify", "run.json"), 2, "P1206", "--rules FILE")
            self.says("or in a file", f.run("verify", "run.json", "--rules", "rules.pl"), 0)
            f.eval("data.csv", "-o", "out.csv", "--receipt", "run.json")
            self.says("from another folder", f.run("verify", f.at("run.json"), where="/"), 0)
            os.mkdir(f.at("deep"))
            os.rename(f.at("run.json"), f.at("deep/run.json"))
            self.says("a receipt in another folder", f.run("verify", "deep/run.json"), 0)
            f.write("deep/data.csv", DATA.replace("137", "138"))
            self.says("its own folder comes first", f.run("verify", "deep/run.json"), 1, 'the data file "deep/data.csv"')
            os.rename(f.at("out.csv"), f.at("kept.csv"))
            self.says("a result that is gone", f.run("verify", "deep/run.json", "--data", "data.csv"), 6, "out.csv", "--no-result")
            self.says("left out", f.run("verify", "deep/run.json", "--data", "data.csv", "--no-result"), 0, "No file")
            self.says("elsewhere", f.run("verify", "deep/run.json", "--data", "data.csv", "--result", "kept.csv"), 0, "kept.csv")
        with Folder(self.plang) as f:
            f.write("rules.pl", FROM)
            self.says("data that the rules name", f.eval("--receipt", "run.json"), 0)
            self.says("from another folder", f.run("verify", f.at("run.json"), where="/"), 0)
            f.write("rules.pl", "param a = 2\noutput figures: a\n")
            self.says("no data", f.eval("--receipt", "run.json"), 0)
            self.says("verify", f.run("verify", "run.json"), 0)
            f.write("rules.pl", FAILS)
            self.says("a check that fails", f.eval("--receipt", "run.json"), 1, "a is 3")
            self.says("verify", f.run("verify", "run.json"), 0, "did not hold")
        with Folder(self.plang) as f:
            name = os.fsdecode(b"places\xff.csv") # JSON cannot hold it
            f.write(name, DATA)
            self.says("a name that is not UTF-8", f.eval(name, "--receipt", "run.json"), 0)
            self.check("is escaped", json.loads(f.read("run.json"))["data"][0]["file"] == "places\\xFF.csv")
            self.says("verify wants it named", f.run("verify", "run.json", "--data", name), 0)

    def refused(self):
        with Folder(self.plang) as f:
            self.says("standard output", f.eval("data.csv", "--receipt", "-"), 2, "on standard output stands the result")
            self.says("under another name", f.eval("data.csv", "--receipt", "/dev/stdout"), 2, "on standard output stands the result")
            for name in ("rules.pl", "data.csv", "out.csv"):
                self.says(f"the file {name}", f.eval("data.csv", "-o", "out.csv", "--receipt", name), 2, "a file of its own")
            self.says("a key without a receipt", f.eval("data.csv", "--sign", "a.key"), 2, "--receipt FILE")
            self.says("not deciding", f.eval("data.csv", "--without", "deciding", "--receipt", "run.json"), 2, "--without deciding")
            self.says("no result, no receipt", f.eval("data.csv", "-o", "no/out.csv", "--receipt", "run.json"), 6)
            self.check("there is none", not f.has("run.json"))
            f.write("run.json", "old")
            self.says("an error, no receipt", f.eval("data.csv", "--set", "budget=£1.50", "--receipt", "run.json"), 5)
            self.check("the old one stands", f.read("run.json") == b"old")
            self.says("nowhere to write it", f.eval("data.csv", "--receipt", "no/run.json"), 6, "the receipt cannot be written")
            self.check("nothing lies about", sorted(os.listdir(f.path)) == ["data.csv", "rules.pl", "run.json"], os.listdir(f.path))
            self.says("which receipt?", f.run("verify"), 2, "which receipt?")
            self.says("two of them", f.run("verify", "a", "b"), 2, "too many files")
            self.says("which name?", f.run("key"), 2, "which name?")
            self.says("no such receipt", f.run("verify", "none.json"), 6, "P0002")

    # --- keys

    def keys(self):
        with Folder(self.plang) as f:
            self.says("a pair of keys", f.run("key", "a"), 0)
            self.check("the secret one is its owner's", stat.S_IMODE(os.stat(f.at("a.key")).st_mode) == 0o600)
            old = f.read("a.key")
            self.says("a key is not replaced", f.run("key", "a"), 6, "a.key", "File exists")
            self.check("it stands", f.read("a.key") == old)
            f.write("b.pub", "")
            self.says("nor is the public half", f.run("key", "b"), 6, "b.pub")
            self.check("no half of a pair is left", not f.has("b.key"))
            f.run("key", "c")
            self.check("no two are the same", f.read("c.key") != old)
            f.eval("data.csv", "--receipt", "plain.json")
            self.says("signing", f.eval("data.csv", "-o", "out", "--receipt", "run.json", "--sign", "a.key"), 0)
            first = f.read("run.json")
            f.eval("data.csv", "-o", "out", "--receipt", "run.json", "--sign", "a.key")
            self.check("the same signature again", f.read("run.json") == first)
            self.says("it holds", f.run("verify", "run.json"), 0, "signed with the key", "--key can say")
            self.says("with its key", f.run("verify", "run.json", "--key", "a.pub"), 0, "the key that was asked for")
            self.says("another key", f.run("verify", "run.json", "--key", "c.pub"), 1, "P1203", "with another key")
            self.says("not signed", f.run("verify", "plain.json", "--key", "a.pub"), 1, "P1203", "the receipt is not signed")
            self.says("a secret key to check with", f.run("verify", "run.json", "--key", "a.key"), 2, "P1205", "it is a secret key")
            self.says("a public key to sign with", f.eval("data.csv", "--receipt", "x.json", "--sign", "a.pub"), 2, "it is a public key")
            self.says("no key at all", f.eval("data.csv", "--receipt", "x.json", "--sign", "data.csv"), 2, "P1205", "plang key NAME")
            self.says("no such key", f.eval("data.csv", "--receipt", "x.json", "--sign", "no.key"), 6, "no.key")
            self.check("a bad key, no receipt", not f.has("x.json"))
            receipt = json.loads(first)
            other = json.loads(f.read("plain.json"))
            forged = sealed({**receipt, "edition": "2026"})
            signature = first[first.index(b',\n  "signature"'):]
            self.check("a signature is a part of it", forged[:-3] + signature == first)
            f.write("moved.json", sealed(other)[:-3] + signature)
            self.says("the signature of another receipt", f.run("verify", "moved.json"), 1, "the signature is not that of this receipt")
            for bad in ("zz", "", "00", receipt["signature"]["ed25519"][:-2], receipt["signature"]["ed25519"].upper()):
                f.write("bad.json", first.replace(receipt["signature"]["ed25519"].encode(), bad.encode()))
                self.says(f"a signature {bad[:8]!r}", f.run("verify", "bad.json"), 1, "P120")
            for key in ("", "plang-public-key-ed25519", "plang-public-key-ed25519 00", "plang-public-key-ed25519 " + "g" * 64,
                        "plang-public-key-ed25519 " + "0" * 66):
                f.write("bad.pub", key)
                self.says(f"a key {key[-20:]!r}", f.run("verify", "run.json", "--key", "bad.pub"), 2, "P1205")

    # --- words

    def words(self):
        """Each kind of difference has its words."""
        edits = [
            ("the rules, as long", "rules.pl", lambda t: t.replace(b"90_000", b"90_001"),
             ['the rule file "rules.pl" is not as it was', "its bytes differ", 'param "budget" is "£90,000" in the receipt and "£90,001" here']),
            ("the rules, longer", "rules.pl", lambda t: t + b"# one more line\n", ['the rule file "rules.pl"', f"it had {len(RULES.encode())} bytes"]),
            ("the rules, an error", "rules.pl", lambda t: t.replace(b"fund ", b"fond "), ["rules.pl:1:1: error", 'the rule file "rules.pl"']),
            ("the data", "data.csv", lambda t: t.replace(b",174,", b",175,"), ['the data file "data.csv"', "its bytes differ", 'of "out.csv" line ']),
            ("the data, a name", "data.csv", lambda t: t.replace(b"Derby", b"Dirby"),
             ["the result has other bytes", 'of "out.csv" line 5, column 6 is "Derby", where a run gives "Dirby"']),
            ("the data, a row less", "data.csv", lambda t: t[:t[:-1].rindex(b"\n") + 1], ['the rows: "read" is 20 in the receipt and 19 here']),
            ("the data, an error", "data.csv", lambda t: t.replace(b",137,", b",much,"), ["data.csv:3:3: error", 'the data file "data.csv"']),
            ("the data, no file", "data.csv", lambda t: b"", ["data.csv:1:1: error", 'the data file "data.csv"', "and has 0"]),
            ("the result", "out.csv", lambda t: t.replace(b"Ely", b"Ily"),
             ['out.csv: error P1204: the result file is not as it was', 'line 6, column 5 is "Ily", where a run gives "Ely"']),
            ("the result, cut short", "out.csv", lambda t: t[:-1], ['line 21, column ', 'where a run gives']),
            ("the result, empty", "out.csv", lambda t: b"", ["line 1, column 1 is nothing, where a run gives \"code\""]),
            ("the result, longer", "out.csv", lambda t: t + b"E99\n", ['line 22, column 1 is "E99", where a run gives nothing']),
        ]
        with Folder(self.plang) as f:
            f.eval("data.csv", "-o", "out.csv", "--receipt", "run.json")
            for what, name, edit, parts in edits:
                before = f.read(name)
                f.write(name, edit(before))
                self.check(f"{what}: changed", f.read(name) != before)
                done = f.run("verify", "run.json")
                self.says(what, done, 1, *parts)
                self.check(f"{what}: nothing holds", not done.stdout)
                f.write(name, before)
            self.says("and back", f.run("verify", "run.json"), 0)

    def forged(self):
        """A receipt that says something else, with a seal that fits."""
        def award(r, key, value):
            r["awards"][0][key] = value
        edits = [
            (lambda r: r.update(edition="2031"), 'the edition of the language is "2031" in the receipt and "2026" here'),
            (lambda r: r["parameters"][0].update(value="£4.8bn"), 'param "threshold" is "£4.8bn" in the receipt and "5%" here'),
            (lambda r: r["parameters"][0].update(name="other"), 'param "other" is in the receipt where param "threshold" is here'),
            (lambda r: r["parameters"].pop(), 'param "budget" is here and not in the receipt'),
            (lambda r: r["parameters"].append({"name": "x"}), 'param "x" is in the receipt and not here'),
            (lambda r: r["rules"][0].update(sha256="0" * 64), 'the rule file "rules.pl" is not as it was'),
            (lambda r: r["data"][0].update(bytes=7), 'the data file "data.csv" is not as it was when the receipt was written: it had 7 bytes'),
            (lambda r: r["data"].pop(), "no data for \"place\""),
            (lambda r: r["data"].append(r["data"][0]), 'the data file "data.csv" of the receipt is not read here'),
            (lambda r: r["rules"].append(r["rules"][0]), 'the rule file "rules.pl" of the receipt is not read here'),
            (lambda r: r["rows"].update(kept=19), 'the rows: "kept" is 19 in the receipt and 20 here'),
            (lambda r: award(r, "unspent", "5"), 'award "award": "unspent" is "5" in the receipt and "0" here'),
            (lambda r: award(r, "note", "x"), 'award "award": "note" is "x" in the receipt and nothing here'),
            (lambda r: r["awards"][0].pop("places"), 'award "award": "places" is nothing in the receipt and'),
            (lambda r: r["checks"][0].update(holds=False), 'check "Every pound is awarded": "holds" is false in the receipt and true here'),
            (lambda r: r["missing"][0].update(count=1), 'missing cells: "trust" is 1 in the receipt and 7 here'),
            (lambda r: r["filled_in"].clear(), 'missing cells filled in: "rate", "median(rate)" is here and not in the receipt'),
            (lambda r: r["rules_met"][0].update(count=0), 'places that meet rule "weak", "Weak" is 0 in the receipt'),
            (lambda r: r["result"].update(bytes=1), "the result has 1 bytes in the receipt and"),
            (lambda r: r["result"].update(sha256="0" * 64), "the result has other bytes than the receipt states"),
            (lambda r: r["options"].update(format="json"), "the result has"),
            (lambda r: r["options"].update(format="xml"), "the receipt states options that cannot be"),
            (lambda r: r["options"].update(as_of="2026-02-30"), "the receipt states options that cannot be"),
            (lambda r: r["options"].update(more=True), 'the options: "more" is true in the receipt and nothing here'),
            (lambda r: r["options"]["set"].append({"name": "budget", "value": "("}), "--set budget:1:"),
            (lambda r: r["options"]["set"].append({"name": "nobody", "value": "1"}), "nobody"),
            (lambda r: r["options"]["set"].extend([{"name": "budget", "value": "1"}] * 2), "the receipt states options that cannot be"),
            (lambda r: r.update(more=1), "the receipt has parts that plang does not write"),
            (lambda r: r.update(checks_held=7), "the receipt has parts that plang does not write"),
            (lambda r: r.update(rows=r.pop("rows")), "the receipt has parts that plang does not write"),
            (lambda r: r.update(receipt=2), "the receipt has format 2; this plang knows format 1"),
            (lambda r: r.update(rules=[]), "the receipt names no rule file"),
        ]
        with Folder(self.plang) as f:
            f.eval("data.csv", "-o", "out.csv", "--receipt", "run.json")
            for i, (edit, words) in enumerate(edits):
                receipt = json.loads(f.read("run.json"))
                edit(receipt)
                f.write("forged.json", sealed(receipt))
                done = f.run("verify", "forged.json", *(["--no-result"] if "format" in words else []))
                self.check(f"forged, {i}: {words}", 0 < done.returncode < 8 and words in done.text,
                           done.returncode, done.text)
            receipt = json.loads(f.read("run.json"))
            f.write("other.json", sealed({**receipt, "engine": "0.0.9"}))
            self.says("another version that gives the same", f.run("verify", "other.json"), 0, "It was written by plang 0.0.9")

    def hostile(self):
        """What is no receipt, in every place of one."""
        def paths(value, path=()):
            yield path
            for k, v in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
                yield from paths(v, (*path, k))

        with Folder(self.plang) as f:
            f.run("key", "a")
            f.eval("data.csv", "-o", "out.csv", "--set", "budget=£1", "--receipt", "run.json", "--sign", "a.key")
            text = f.read("run.json")
            receipt = json.loads(text)
            jobs = []
            for path in list(paths(receipt))[1:]:
                for value in (None, 7, -1, 1.5, "x", [], {"name": 5}, REMOVED):
                    other = json.loads(text)
                    at = other
                    for key in path[:-1]:
                        at = at[key]
                    named = isinstance(value, str) and path[-1] in ("file", "engine") # which may be any text
                    if path[0] in ("sha256", "signature") or at[path[-1]] == value or named:
                        continue
                    if value is REMOVED:
                        del at[path[-1]]
                    else:
                        at[path[-1]] = value
                    jobs.append((f"bad{len(jobs)}.json", f"{path} is {value!r}", sealed(other)))

            def one(job):
                f.write(job[0], job[2])
                return job[1], f.run("verify", job[0], "--result", "out.csv", "--rules", "rules.pl", "--data", "data.csv")
            for what, done in self.pool.map(one, jobs):
                self.check(what, 0 < done.returncode < 8 and "error P" in done.text, done.returncode, done.text)
            for what, content in (("nothing", b""), ("no JSON", b"fund"), ("deep", b"[" * 200000), ("deep objects", b'{"a":' * 200000),
                                  ("a list", b"[]"), ("an empty object", b"{}"), ("not UTF-8", b'{"receipt": "\xff"}'),
                                  ("twice", b'{"receipt": 1, "receipt": 1}'), ("a zero byte", b"{}\0"), ("large", b'{"receipt": 1e999}'),
                                  ("larger", b'{"receipt": ' + b"9" * 400 + b"}"), ("a terminal", b'{"\\u001b[2J": \x1b}'),
                                  ("data", DATA.encode()), ("a key", f.read("a.pub")), ("more behind it", text + b" "),
                                  ("two", text + text), ("other ends of lines", text.replace(b"\n", b"\r\n"))):
                f.write("bad.json", content)
                done = f.run("verify", "bad.json")
                self.says(f"a receipt of {what}", done, 1, "bad.json: error P120")
                self.check(f"a receipt of {what}: safe for a terminal", "\x1b" not in done.text)
            for end in range(0, len(text), 97):
                f.write("bad.json", text[:end])
                self.says(f"cut after {end} bytes", f.run("verify", "bad.json"), 1, "error P120")

    # --- bits

    def flips(self, count):
        kinds = ("rules.pl", "data.csv", "out.csv", "run.json")
        pick = random.Random(20260222)
        with Folder(self.plang) as f:
            f.write("a.key", "plang-secret-key-ed25519 " + "0123456789abcdef" * 4 + "\n") # the same bits each time
            f.eval("data.csv", "-o", "out.csv", "--receipt", "plain.json")
            f.eval("data.csv", "-o", "out.csv", "--receipt", "run.json", "--sign", "a.key")
            whole = {name: f.read(name) for name in (*kinds, "plain.json")}

            def one(job):
                kind, bit, plain = job
                with Folder(self.plang) as g:
                    for name in kinds:
                        g.write(name, whole["plain.json" if plain and name == "run.json" else name])
                    g.write(kind, flipped(g.read(kind), bit))
                    return job, g.run("verify", "run.json")

            jobs = []
            for i in range(count):
                kind, plain = kinds[i % 4], i % 8 < 4
                size = len(whole["plain.json" if plain and kind == "run.json" else kind])
                jobs.append((kind, pick.randrange(size * 8), plain))
            for (kind, bit, plain), done in self.pool.map(one, jobs):
                found = 0 < done.returncode < 8 and "error P" in done.text and not done.stdout
                self.check(f"{kind}{', not signed' if plain else ''}: bit {bit % 8} of byte {bit // 8} goes unnoticed", found,
                           done.returncode, done.text)
                if kind != "out.csv":
                    continue
                before = whole[kind][:bit // 8]
                begun = before[before.rfind(b"\n") + 1:] + whole[kind][bit // 8:bit // 8 + 1]
                column = len([b for b in begun if b & 0xC0 != 0x80])
                where = f"line {before.count(10) + 1}, column {column} is "
                self.check(f"the place of byte {bit // 8}", where in done.text, where, done.text)


def main():
    words = sys.argv[1:]
    if not words:
        sys.exit(__doc__)
    test = Test(words[0])
    flips = int(words[words.index("--flips") + 1]) if "--flips" in words else 1000
    test.contents()
    test.same()
    test.places()
    test.refused()
    test.keys()
    test.words()
    test.forged()
    test.hostile()
    test.flips(flips)
    print(f"{test.passed} passed, {test.failed} failed")
    return 1 if test.failed else 0


if __name__ == "__main__":
    sys.exit(main())
