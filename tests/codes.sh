#!/usr/bin/env bash
# Every message code of lang/diag.def is reached by a golden (any .err under tests/), or is named here with what tests it.
#
#   tests/codes.sh BINARY
set -u
[ $# -eq 1 ] && [ -x "$1" ] || { echo "usage: tests/codes.sh BINARY" >&2; exit 2; }
plang=$(realpath "$1")
cd "$(dirname "$0")/.." || exit 2

# code, and why no golden can show it
elsewhere='
P0001 memory must run out: the unit tests of failing allocations
P0003 a folder must be full or closed: the unit test of the writer
P0604 a file must change while it is read: the unit test of the reader
P0910 a fault of plang itself, by definition never reached
P0630 a map is read by `plang report`: tests/report.py
P0631 a map is read by `plang report`: tests/report.py
P0619 a cell of 16 MiB: the unit test of the reader
P0311 the scanner reports such dates first, as P0110
P0811 a guard: what the checker lets through has a value
P1005 kept for `plang test`; eval says it in its summary
P1201 plang verify: tests/receipt.py
P1202 plang verify: tests/receipt.py
P1203 plang verify: tests/receipt.py
P1204 plang verify: tests/receipt.py
P1205 plang verify: tests/receipt.py
P1206 plang verify: tests/receipt.py
P0620 more than 4,294,967,294 rows: too large to keep
'

passed=0 failed=0
reached=$(find tests -name '*.err' -exec grep -ohE '(error|warning|note) P[0-9]{4}:' {} + | grep -oE 'P[0-9]{4}' | sort -u)
while read -r code name; do
	if grep -q "^$code\$" <<< "$reached"; then
		passed=$((passed + 1))
		if grep -q "^$code " <<< "$elsewhere"; then echo "$code $name is reached by a golden: take it off the list"; failed=$((failed + 1)); fi
	elif grep -q "^$code " <<< "$elsewhere"; then
		passed=$((passed + 1))
	else
		echo "$code $name is reached by no golden"
		failed=$((failed + 1))
	fi
	if ! "$plang" help "$code" > /dev/null 2>&1; then echo "plang help $code says nothing"; failed=$((failed + 1)); fi
done < <(sed -nE 's/^DIAG\(([A-Z0-9_]+), "(P[0-9]{4})".*/\2 \1/p' lang/diag.def)

echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
