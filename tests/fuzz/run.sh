#!/bin/bash
# run.sh BUILD FUZZER LIMIT: builds one fuzzer over the library in BUILD and runs it, from seeds made of the tests' own
# rule files and tables, until LIMIT: -max_total_time=SECONDS or -runs=N. A finding is left in BUILD/findings and fails.
set -eu
build=$1 fuzzer=$2 limit=$3
cd "$(dirname "$0")/../.."
seeds=$build/seeds/$fuzzer
mkdir -p "$seeds" "$build/corpus/$fuzzer" "$build/findings"
case $fuzzer in
parse_fuzz | check_fuzz)
    n=0
    for f in tests/*/*.pl examples/*/rules.pl; do cp "$f" "$seeds/$((n++)).pl"; done ;;
csv_fuzz)
    printf '\377code,name,n,p,c,m,ch,f,d\nA,x,1.5,5.1%%,"1,200",£3,a,Y,2024-02-29\n' >"$seeds/0" ;;
number_fuzz)
    n=0
    for t in 0 -1.50 12.5e-1 1e308 9007199254740993 0.000001; do printf '%s' "$t" >"$seeds/$((n++))"; done ;;
map_fuzz)
    printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"A"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}' >"$seeds/0"
    printf '{"type":"Topology","transform":{"scale":[0.5,1],"translate":[1,2]},"arcs":[[[0,0],[1,0],[0,1],[-1,-1]]],"objects":{"x":{"type":"GeometryCollection","geometries":[{"type":"Polygon","id":1,"arcs":[[0]]},{"type":"MultiPolygon","properties":{"k":"A"},"arcs":[[[-1]]]}]}}}' >"$seeds/1" ;;
program_fuzz)
    for n in 0 1 2 3 4 5 6 7 10 11 12 13 20 21 22 23; do printf "\\$n" >"$seeds/$n"; done ;;
receipt_fuzz)
    file='"file": "rules.pl", "bytes": 5, "sha256": "00"' # the seal is put on when it is read
    options='{"format": "csv", "strict": false, "spreadsheet": false, "set": [{"name": "a", "value": "1"}]}'
    printf '%s\n' "{\"receipt\": 1, \"engine\": \"0\", \"edition\": \"2026\", \"rules\": [{$file}], \"data\": [{\"dataset\": \"place\", $file}]," \
        "\"options\": $options, \"parameters\": [{\"name\": \"budget\", \"value\": \"5\", \"from\": \"--set\"}]," \
        "\"rows\": {\"read\": 0, \"kept\": 0}, \"left_out\": [], \"missing\": [], \"filled_in\": [], \"rules_met\": []," \
        "\"awards\": [{\"name\": \"award\"}], \"checks\": [], \"result\": {$file}, \"sha256\": \"00\"}" >"$seeds/0" ;;
eval_fuzz)
    n=0
    for f in tests/lang/*.pl; do
        [ -f "${f%.pl}.in.csv" ] && { cat "$f"; printf '\0'; cat "${f%.pl}.in.csv"; } >"$seeds/$((n++))"
    done ;;
esac
# The words of the language, so that the fuzzer need not find them letter by letter.
sed -n 's/^KEYWORD([A-Z_]*, *"\([^"]*\)".*/"\1 "/p' lang/keyword.def >"$build/$fuzzer.dict"
clang -std=c11 -O1 -g -I. -D_POSIX_C_SOURCE=200809L -fsanitize=address,undefined,fuzzer -fno-sanitize-recover=all \
    -o "$build/$fuzzer" "tests/fuzz/$fuzzer.c" "$build/libplang.a" $(pkg-config --libs mpfr gmp jansson libsodium libutf8proc) -lm -pthread
"$build/$fuzzer" "$limit" -timeout=20 -rss_limit_mb=2048 -max_len=8192 -dict="$build/$fuzzer.dict" \
    -artifact_prefix="$build/findings/$fuzzer-" -print_final_stats=1 "$build/corpus/$fuzzer" "$seeds" 2>&1 |
    grep -E '^(stat::number_of_executed_units|==|SUMMARY|ERROR)|Test unit written' | sed "s/^/$fuzzer: /"
exit "${PIPESTATUS[0]}"
