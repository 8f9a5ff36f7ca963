#!/usr/bin/env python3
"""Runs the examples of `plang help CODE`: the wrong one reports that code and no other, the mended one nothing at all.

Usage: help.py PLANG

Reads lang/diag_help.def, and lang/diag.def for the codes, each of which has an entry there. A page must show both
sides of its example, and the messages that the program prints when it is run over them from files.
"""
import codecs
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
ENVIRONMENT = {**os.environ, "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
LITERAL = rb'"((?:[^"\\]|\\.)*)"'
MARK = re.compile(rb"\{([^{}|]*)\|([^{}|]*)\}")


def table(name):
    with open(os.path.join(ROOT, "lang", name), "rb") as file:
        return re.sub(rb"/\*.*?\*/", b"", file.read(), flags=re.DOTALL)


def arguments(text):
    """The C strings of an entry; neighbours are one."""
    runs = re.finditer(rb"(?:%s\s*)+" % LITERAL, text)
    return [b"".join(codecs.escape_decode(s)[0] for s in re.findall(LITERAL, run.group(0))) for run in runs]


def entries():
    """name -> None for a sentence, else (rules, data, command)."""
    found = {}
    form = re.compile(rb"^HELP(_WORDS)?\((\w+),((?:\s|,|%s)*)\)" % LITERAL, re.MULTILINE)
    for entry in form.finditer(table("diag_help.def")):
        name = entry.group(2).decode()
        if name in found:
            sys.exit(f"{name} stands twice in lang/diag_help.def")
        found[name] = None if entry.group(1) else arguments(entry.group(3))
    return found


def codes():
    return [(n.decode(), c.decode()) for n, c in re.findall(rb'^DIAG\((\w+), "(P[0-9]{4})"', table("diag.def"), re.MULTILINE)]


def run(plang, example, side):
    """(exit status, messages) of one side: 1 the wrong one, 2 the mended one."""
    rules, data, command = (MARK.sub(rb"\%d" % side, part) for part in example)
    words = (command or (b"eval rules.pl places.csv" if example[1] else b"check rules.pl")).decode().split()
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("rules.pl", rules), ("places.csv", data)):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
        quiet = ["--quiet"] if words[0] == "eval" else []
        result = subprocess.run([plang, *words, *quiet], cwd=folder, capture_output=True, timeout=60, env=ENVIRONMENT, check=False)
    return result.returncode, result.stderr.decode("utf-8", "replace")


def shown(text):
    """The lines of a text that a page shows as they are; what cannot be printed it escapes."""
    try:
        lines = text.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return []
    return [line for line in lines if line and line.isprintable()]


def problems(plang, code, example):
    result = subprocess.run([plang, "help", code], capture_output=True, timeout=60, env=ENVIRONMENT, check=False)
    page = result.stdout.decode("utf-8", "replace")
    if result.returncode != 0 or result.stderr:
        yield f"the page fails: {result.returncode} {result.stderr.decode('utf-8', 'replace')}"
    if example is None:
        return
    if not any(MARK.search(part) for part in example):
        yield "wrong and right do not differ"
        return
    _, wrong = run(plang, example, 1)
    found = set(re.findall(r"^(?:.*: )?(?:error|warning|note) (P[0-9]{4}): ", wrong, re.MULTILINE))
    if found != {code}:
        yield f"the wrong one reports {', '.join(sorted(found)) or 'nothing'}\n{wrong}"
    status, right = run(plang, example, 2)
    if status != 0 or right:
        yield f"the mended one ends with {status}\n{right}"
    if wrong not in page:
        yield f"the page does not show the messages of a run\n{wrong}--- but\n{page}"
    for side in (1, 2):
        for part in example[:2]:
            if any(f"    {line}\n" not in page for line in shown(MARK.sub(rb"\%d" % side, part))):
                yield f"the page does not show the {'wrong' if side == 1 else 'mended'} example\n{page}"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.strip())
    plang, found, numbers = os.path.abspath(sys.argv[1]), entries(), codes()
    passed = failed = 0
    for name in sorted(set(found) - {n for n, _ in numbers}):
        failed += 1
        print(f"{name} stands in lang/diag_help.def, but in lang/diag.def no more")
    for name, code in numbers:
        wrong = list(problems(plang, code, found[name])) if name in found else ["it has no entry in lang/diag_help.def"]
        passed, failed = (passed, failed + 1) if wrong else (passed + 1, failed)
        for problem in wrong:
            print(f"{code} {name}: {problem.rstrip()}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
