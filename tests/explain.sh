#!/usr/bin/env bash
# Explanations of places, against goldens: tests/explain/cases.txt has one a line, NAME and the words behind `plang explain`.
#
#   tests/explain.sh BINARY [-u] [NAME...]
#
# What is printed is NAME.txt; messages, where there are any, are NAME.err, and the exit status then is that of the messages.
# -u rewrites the goldens instead of comparing (read the diff, aloud).
set -u
export LC_ALL=C.UTF-8 NO_COLOR=1 TZ=UTC
plang=$(realpath "${1:?the program}") || exit 2
shift
update=false
if [ "${1-}" = -u ]; then update=true; shift; fi
cd "$(dirname "$0")/.." || exit 2
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
passed=0 failed=0

# golden FILE GOT: an empty one is not there
golden()
{
	if $update; then
		if [ -s "$2" ]; then cmp -s "$1" "$2" || cp "$2" "$1"; else rm -f "$1"; fi
	fi
	if [ ! -s "$2" ] && [ ! -f "$1" ] || cmp -s "$1" "$2"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $1 differs"
		diff -u --label "$1" --label got "$1" "$2" 2>&1 | head -n 24 | sed 's/^/    /'
	fi
}

while read -r name words; do
	[[ -z $name || $name == \#* ]] && continue
	if [ $# -gt 0 ] && [[ " $* " != *" $name "* ]]; then continue; fi
	eval "args=($words)"
	timeout 20 "$plang" explain "${args[@]}" > "$tmp/out" 2> "$tmp/err"
	status=$?
	golden "tests/explain/$name.txt" "$tmp/out"
	golden "tests/explain/$name.err" "$tmp/err"
	expected=0
	if grep -q "error P02" "$tmp/err"; then expected=3; elif [ -s "$tmp/err" ]; then expected=2; fi
	if [ $status -ne $expected ]; then
		failed=$((failed + 1))
		echo "FAIL $name: exit status $status, not $expected"
	fi
done < tests/explain/cases.txt

echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
