#!/usr/bin/env python3
"""Runs every example of lang/REFERENCE.md and compares what comes out, byte for byte.

Usage: reference.py PLANG [REFERENCE.md]

A block marked `plang` is a rule file; words behind the mark are options of `plang eval`, except `prelude`. The blocks
under it say what belongs to it: `csv` its data, `output` (with an exit status, else 0) its standard output, `error` the
code of the message that must stop it, and optionally words of that message. A rule file without a fund of its own begins
with the prelude, and without data it reads the sample.
"""
import os
import re
import shlex
import subprocess
import sys
import tempfile

TIMEOUT = 60


def blocks(text):
    """(line, mark, words, content) of every fenced block with a mark."""
    found, fence = [], None
    for number, line in enumerate(text.split("\n"), 1):
        if fence is None and line.startswith("```") and line[3:].strip():
            mark, *words = shlex.split(line[3:])
            fence = (number, mark, words, [])
        elif fence is None and line == "```":
            fence = (number, "", [], [])
        elif fence is not None and line == "```":
            if fence[1]:
                found.append((fence[0], fence[1], fence[2], "".join(l + "\n" for l in fence[3])))
            fence = None
        elif fence is not None:
            fence[3].append(line)
    return found


def examples(found):
    """(line, rules, options, data, expected mark, expected words, expected content)."""
    prelude = next((c for _, m, w, c in found if m == "plang" and "prelude" in w), "")
    sample = next((c for _, m, w, c in found if m == "csv" and "sample" in w), "")
    rules = data = options = None
    for line, mark, words, content in found:
        if "prelude" in words or "sample" in words:
            continue
        if mark == "plang":
            own = re.search(r"^(fund|policy)\b", content, re.MULTILINE)
            rules, options, data = content if own else prelude + "\n" + content, words, sample
        elif mark == "csv":
            data = content
        elif mark in ("output", "error") and rules is not None:
            yield line, rules, options, data, mark, words, content
            rules = None


def run(plang, folder, rules, options, data):
    for name, content in (("rules.pl", rules), ("data.csv", data)):
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
            file.write(content)
    return subprocess.run([plang, "eval", "rules.pl", "data.csv", *options], cwd=folder, capture_output=True,
                          timeout=TIMEOUT, env={**os.environ, "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}, check=False)


def problem(result, mark, words, content):
    """What is wrong, or None."""
    out, err = result.stdout.decode("utf-8", "replace"), result.stderr.decode("utf-8", "replace")
    if mark == "output":
        status = int(words[0]) if words else 0
        if result.returncode != status:
            return f"exit status {result.returncode}, not {status}\n{err}"
        return None if out == content else f"expected\n{content}but got\n{out}{err}"
    code, _, message = content.strip().partition(" ")
    if result.returncode not in (3, 4, 5):
        return f"exit status {result.returncode}, but error {code} was expected\n{out}{err}"
    if out:
        return f"an error, but also output\n{out}"
    codes = re.findall(r"P[0-9]{4}", err)
    if not any(c.startswith(code) for c in codes):
        return f"expected {code}, found {', '.join(codes) or 'no code'}\n{err}"
    return None if message in err else f"expected the words\n{message}\nin\n{err}"


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__.strip())
    plang = os.path.abspath(sys.argv[1])
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lang", "REFERENCE.md")
    reference = sys.argv[2] if len(sys.argv) == 3 else beside
    with open(reference, encoding="utf-8") as file:
        found = blocks(file.read())
    passed = failed = 0
    for line, rules, options, data, mark, words, content in examples(found):
        with tempfile.TemporaryDirectory() as folder:
            try:
                wrong = problem(run(plang, folder, rules, options, data), mark, words, content)
            except subprocess.TimeoutExpired:
                wrong = f"still running after {TIMEOUT} seconds"
        if wrong is None:
            passed += 1
        else:
            failed += 1
            print(f"{os.path.basename(reference)}:{line}: {wrong.rstrip()}\n")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
