#!/bin/bash
# valgrind.sh BUILD [whole]: unit tests and goldens under valgrind: no error of memory, nothing lost when the program ends.
# Without `whole` some of the unit tests, every fifth golden, and a result into a file.
# Closes with `N passed, N failed`.
build=${1:?the build folder}
whole=${2:-}
cd "$(dirname "$0")/.." || exit 2
if ! command -v valgrind >/dev/null; then
    echo "skipped: memory, for want of valgrind"
    echo "0 passed, 0 failed, 1 skipped"
    exit 0
fi
export MUTATIONS=4000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
nth=5
[ -n "$whole" ] && nth=1

# One job a line: words as for a shell. An error, or a leak, is exit status 99.
jobs() {
    local unit rules data args i=0
    for unit in "$build"/unit/*_test; do
        case $whole:$(basename "$unit") in
        whole:* | :write_test | :csv_test | :print_test | :sum_test) echo "$unit" ;;
        esac
    done
    for rules in tests/{lang,runtime,diagnostics,bugs,parser}/*.pl; do
        i=$((i + 1))
        [ $((i % nth)) -eq 0 ] || continue
        data=${rules%.pl}.in.csv
        args=
        [ -f "${rules%.pl}.args" ] && args=$(tr '\n' ' ' <"${rules%.pl}.args")
        if [ -f "$data" ] || [ -f "${rules%.pl}.out" ]; then
            [ -f "$data" ] || data=
            echo "$build/plang eval $rules $data $args"
        else
            echo "$build/plang check $rules $args"
        fi
    done
    echo "$build/plang eval examples/place-renewal-fund/rules.pl examples/place-renewal-fund/districts.csv -o $work/result.csv"
    echo "$build/plang eval --format json examples/place-renewal-fund/rules.pl examples/place-renewal-fund/districts.csv"
    echo "$build/plang compile --emit=tree --format json examples/place-renewal-fund/rules.pl"
    echo "$build/plang compile --emit=rules examples/place-renewal-fund/rules.pl"
    echo "$build/plang report --quiet tests/report/two.pl tests/report/two.csv --map tests/report/two.topojson -o $work/page.html"
    echo "$build/plang help codes"
}

one() { # the job, as one word
    local log
    log=$(mktemp "$work/log.XXXXXX")
    eval "valgrind -q --log-file='$log' --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect \
        --errors-for-leak-kinds=definite,indirect $1" </dev/null >/dev/null 2>&1
    if [ $? -eq 99 ] || [ -s "$log" ]; then
        echo "FAIL $1"
        head -n 25 "$log"
    else
        echo PASS
    fi
    rm -f "$log"
}
export -f one
export work
jobs | tr '\n' '\0' | xargs -0 -P "$(nproc)" -I '{}' bash -c 'one "$1"' one '{}' >"$work/all"
grep -v '^PASS$' "$work/all"
passed=$(grep -c '^PASS$' "$work/all") failed=$(grep -c '^FAIL' "$work/all")
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
