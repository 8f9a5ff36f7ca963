#!/bin/sh
# examples.sh PLANG: each folder of examples/ gives its expected result; whole, on ../shared/data, when that is there.
# The rules of bench/ pass check. Closes with `N passed, N failed`.
plang=${1:?the program}
cd "$(dirname "$0")/.." || exit 2
passed=0 failed=0 skipped=0
got=$(mktemp)
trap 'rm -f "$got"' EXIT

run() { # what it is, expected file or -, rules, data
    if ! "$plang" eval --quiet "$3" "$4" >"$got" 2>"$got.err"; then
        echo "$1: status not 0"; cat "$got.err"; failed=$((failed + 1))
    elif [ "$2" != - ] && ! cmp -s "$2" "$got"; then
        echo "$1: the result differs"; diff "$2" "$got" | head -n 10; failed=$((failed + 1))
    else
        passed=$((passed + 1))
    fi
    rm -f "$got.err"
}

whole() { # example, data file under ../shared/data
    if [ -f "../shared/data/$2" ]; then
        run "$1, whole" - "examples/$1/rules.pl" "../shared/data/$2"
    else
        echo "skipped: $1 on the whole of its data, which is not there"; skipped=$((skipped + 1))
    fi
}

# The rows that a compare found equal, by its title; the summary of the run is in $got.
equal() { tr -d ',' <"$got" | sed -n "s/^  [a-zA-Z]* *$1: \([0-9]*\) of .*/\1/p"; }

imd() { # least equal scores, least equal ranks, status, options...
    scores=$1 ranks=$2 expected=$3
    shift 3
    zcat ../shared/data/imd2019/lsoa.csv.gz | "$plang" eval examples/imd-2019/rules.pl - "$@" >/dev/null 2>"$got"
    status=$?
    what="imd-2019, all of England${*:+, $*}"
    if [ "$status" -ne "$expected" ] || grep '^  .* Ranks: ' "$got" | grep -qv 'the largest difference 1$'; then
        echo "$what: status $status, not $expected, or ranks more than one place off"; cat "$got"; failed=$((failed + 1))
    elif [ "$(equal "Scores to three decimals")" -ge "$scores" ] && [ "$(equal Ranks)" -ge "$ranks" ] && [ "$(equal Deciles)" -eq 32844 ]; then
        passed=$((passed + 1))
    else
        echo "$what: fewer equal than known"; cat "$got"; failed=$((failed + 1))
    fi
}

# What was cut out of a larger file is cut again and compared.
cut_again() { # folder, data
    [ -f "$1extract.py" ] && [ -d ../shared/data ] || return 0
    made=$(mktemp -d)
    cp "$1extract.py" "$made" && python3 "$made/extract.py" ../shared
    if cmp -s "$made/$(basename "$2")" "$2"; then passed=$((passed + 1)); else echo "$1extract.py: cuts other data"; failed=$((failed + 1)); fi
    rm -rf "$made"
}

for folder in examples/*/; do
    name=$(basename "$folder")
    data=$(ls "$folder"*.csv | grep -v '/expected.csv$')
    run "$name" "${folder}expected.csv" "${folder}rules.pl" "$data"
    # What a program makes is made again and compared: the script and its data belong together.
    for maker in "$folder"make-*.py; do
        [ -f "$maker" ] || continue
        made=$(mktemp -d)
        cp "$maker" "$made" && python3 "$made/$(basename "$maker")"
        if cmp -s "$made/$(basename "$data")" "$data"; then passed=$((passed + 1)); else echo "$maker: makes other data"; failed=$((failed + 1)); fi
        rm -rf "$made"
    done
    cut_again "$folder" "$data"
done
# The rules of the benchmark run there only; here they have to stay right.
for rules in bench/*.pl; do
    if "$plang" check --strict "$rules" >"$got" 2>&1; then passed=$((passed + 1)); else echo "$rules: does not pass check"; cat "$got"; failed=$((failed + 1)); fi
done
whole wimd-2019 wimd2019/lsoa.csv
whole eu-regions eu_nuts2_gdp/gdp_pps_pct_eu27.csv
if [ -f ../shared/data/imd2019/lsoa.csv.gz ]; then
    imd 32844 32842 0
    imd 32820 32814 1 --set single_precision=false
else
    echo "skipped: imd-2019 on all of England, which is not there"; skipped=$((skipped + 1))
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
