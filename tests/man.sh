#!/bin/bash
# man.sh BUILD: the manual pages of the build render without a warning, and name what the program's lists name.
# Closes with `N passed, N failed`.
export LC_ALL=C.UTF-8
build=${1:?the build folder}
plang=$build/plang
if ! command -v groff >/dev/null; then
    echo "skipped: the manual pages, without groff"
    echo "0 passed, 0 failed, 1 skipped"
    exit 0
fi
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

check() { # what it is, command...
    local what=$1
    shift
    if "$@"; then passed=$((passed + 1)); else echo "$what" && failed=$((failed + 1)); fi
}

for page in plang.1 plang-language.7; do
    # Without -c and the like, what is bold would be written with escapes; one long line keeps joined words together.
    groff -man -ww -Tutf8 -P-cbou -rLL=10000n "$build/man/$page" >"$work/$page" 2>"$work/warnings"
    check "$page: $(cat "$work/warnings")" [ ! -s "$work/warnings" ]
    check "$page: nothing is rendered" [ -s "$work/$page" ]
    check "$page: roff is left over" bash -c "! grep -nE '[\\\\]f[BR]|BR\\(' '$work/$page'"
done
while read -r command _; do
    while read -r line; do
        check "plang.1 does not have: $command $line" grep -qF -- "$line" "$work/plang.1"
    done < <("$plang" "$command" --help | sed -nE 's/^Usage: //p; s/^  (-[^ ]*( [^ ]+)*)  .*/\1/p')
done < <("$plang" help | sed -nE 's/^  ([a-z]+) +[a-z].*/\1 /p' | grep -v '^plang ')
while read -r line; do
    check "plang-language.7 does not have: $line" grep -qF -- "$line" "$work/plang-language.7"
done < <("$plang" help codes | sed 's/  / /; s/`//g'
    "$plang" help functions | sed -E 's/^(([a-z0-9_]+)(\(.*\))?) .*/\2/'
    "$plang" help words | sed -E 's/ +[a-z]+ +[a-z]+$//'
    "$plang" help types | sed 's/ .*//')
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
