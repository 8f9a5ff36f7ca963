#!/bin/sh
# examples.sh PLANG: each folder of examples/ gives its expected result; whole, on ../shared/data, when that is there.
# Closes with `N passed, N failed`.
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
done
whole wimd-2019 wimd2019/lsoa.csv
whole eu-regions eu_nuts2_gdp/gdp_pps_pct_eu27.csv
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
