#!/bin/bash
# same.sh BUILD: the same bytes, whatever compiled the program (clang; no optimisation, much of it) and wherever it runs:
# locale, time zone, size of the stack, terminal, folder. Closes with `N passed, N failed`.
build=${1:?the build folder}
cd "$(dirname "$0")/.." || exit 2
build=$(realpath "$build")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0
skip() {
    echo "skipped: $1"
    skipped=$((skipped + 1))
}

# What is compared: examples, and goldens in which numbers, texts, order and dates matter. Each is rules and data.
runs=()
for folder in examples/*/; do
    data=$(find "$folder" -maxdepth 1 -name '*.csv' ! -name expected.csv | head -n 1)
    [ -f "$folder/rules.pl" ] && [ -n "$data" ] && runs+=("$folder"rules.pl "$data")
done
goldens=0
for rules in tests/lang/*.pl; do
    [ $goldens -lt 12 ] && [ -f "${rules%.pl}.out" ] && [ -f "${rules%.pl}.in.csv" ] && [ ! -f "${rules%.pl}.args" ] || continue
    runs+=("$rules" "${rules%.pl}.in.csv")
    goldens=$((goldens + 1))
done

# All of it as one stream: results, JSON, tables, summaries, messages, trees.
all() { # program, folder of the sources
    local i
    for ((i = 0; i < ${#runs[@]}; i += 2)); do
        "$1" eval "$2/${runs[i]}" "$2/${runs[i + 1]}" 2>&1
        echo "status $?"
        "$1" eval --quiet --format json "$2/${runs[i]}" "$2/${runs[i + 1]}" 2>&1
        "$1" eval --quiet --format table "$2/${runs[i]}" "$2/${runs[i + 1]}" 2>&1
        "$1" report --quiet "$2/${runs[i]}" "$2/${runs[i + 1]}" -o - 2>&1
        "$1" compile --emit=tree "$2/${runs[i]}" 2>&1
    done
    "$1" eval "$2/tests/none.pl" 2>&1
    "$1" help codes
}
root=$PWD
all "$build/plang" "$root" >"$work/whole"
same() { # what differs
    if cmp -s "$work/whole" "$work/got"; then
        passed=$((passed + 1))
    else
        echo "$1: other bytes"
        diff "$work/whole" "$work/got" | head -n 6
        failed=$((failed + 1))
    fi
}

compiled() { # what it is, folder, words for make...
    local what=$1 folder=$2
    shift 2
    if make -s -j"$(nproc)" BUILD="$folder" "$@" "$folder/plang" >"$work/make" 2>&1; then
        all "$folder/plang" "$root" >"$work/got"
        same "$what"
    else
        tail -n 5 "$work/make"
        echo "$what: does not build"
        failed=$((failed + 1))
    fi
}
if command -v clang >/dev/null; then compiled clang "$build/clang" CC=clang; else skip "the build with clang, which is not there"; fi
compiled -O0 "$build/o0" OPT=-O0
compiled -O3 "$build/o3" OPT=-O3

# Locales are made here, so that they need not be installed.
locales=(C POSIX C.UTF-8)
export LOCPATH=$work/locales
mkdir -p "$LOCPATH"
for name in de_DE tr_TR fr_FR; do
    if command -v localedef >/dev/null && localedef -i $name -f UTF-8 "$LOCPATH/$name.UTF-8" >/dev/null 2>&1; then
        locales+=("$name.UTF-8")
    else
        skip "the locale $name, which cannot be made here"
    fi
done
for name in "${locales[@]}"; do
    LC_ALL=$name LANG=$name all "$build/plang" "$root" >"$work/got"
    same "LC_ALL=$name"
done
unset LOCPATH

for zone in UTC Pacific/Kiritimati America/St_Johns nonsense; do
    TZ=$zone all "$build/plang" "$root" >"$work/got"
    same "TZ=$zone"
done
(ulimit -s 1024 && all "$build/plang" "$root") >"$work/got"
same "a stack of 1 MiB"
NO_COLOR=1 TERM=dumb all "$build/plang" "$root" >"$work/got"
same "NO_COLOR=1 TERM=dumb"
TERM=xterm-256color COLUMNS=40 CLICOLOR_FORCE=1 all "$build/plang" "$root" >"$work/got"
same "a colourful TERM, 40 columns"
(cd / && all "$build/plang" "$root") >"$work/got"
same "another folder"
(umask 077 && env -i "$build/plang" eval --quiet "${runs[0]}" "${runs[1]}" -o "$work/clean") >"$work/said" 2>&1
"$build/plang" eval --quiet "${runs[0]}" "${runs[1]}" 2>/dev/null >"$work/plain"
if cmp -s "$work/clean" "$work/plain"; then passed=$((passed + 1)); else echo "an empty environment: other bytes"; failed=$((failed + 1)); fi
echo "$passed passed, $failed failed$([ $skipped -gt 0 ] && echo ", $skipped skipped")"
[ "$failed" -eq 0 ]
