#!/bin/bash
# nomem.sh BUILD: every allocation of a run fails, once; then it and all after it. Each time the program must say that
# memory ran out and exit with 7, or finish with the same result; never a signal, never a part of a result.
# Closes with `N passed, N failed`.
build=${1:?the build folder}
plang=$build/plang
cd "$(dirname "$0")/.." || exit 2
if [ ! -f "$build/nomem.so" ]; then
    echo "skipped: failing allocations, in a build with sanitizers"
    echo "0 passed, 0 failed, 1 skipped"
    exit 0
fi
shim=$(realpath "$build/nomem.so")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/rules.pl" <<'RULES'
fund "Small"
  currency GBP
dataset place
  key code
  field name text
  field population count
  field rate percent if missing use median(rate)
rule weak "Weak" when rate >= 5% unless population < 100 because "it is small"
score need where weak
  weight 50% on zscore(rate)
  weight 50% on ln(population)
rank place_in_line by need highest first where weak
band group where weak
  when place_in_line <= 2 then "a"
  otherwise "b"
allocate award share £1_000 where weak in proportion to population at least £10 rounded to £1
check sum(award) = £1_000 "all of it"
output code, name, weak, need, place_in_line, group, award by place_in_line
RULES
printf 'code,name,population,rate\nA,"Ashby, Upper",1000,5.1\nB,Burton,2000,7.25\nC,Corby,90,9\nD,Derby,400,\nE,Ely,3000,3\n' >"$work/data.csv"
"$plang" eval --quiet "$work/rules.pl" "$work/data.csv" >"$work/whole" || { echo "the plain run fails"; echo "0 passed, 1 failed"; exit 1; }
LD_PRELOAD=$shim NOMEM_COUNT=$work/count "$plang" eval --quiet "$work/rules.pl" "$work/data.csv" >/dev/null
count=$(cat "$work/count")
passed=0 failed=0
for ever in '' 1; do
    for at in $(seq 1 "${NOMEM_STEP:-1}" "$count"); do
        env NOMEM_AT="$at" ${ever:+NOMEM_EVER=1} LD_PRELOAD="$shim" "$plang" eval "$work/rules.pl" "$work/data.csv" >"$work/out" 2>"$work/err"
        status=$?
        if [ $status -eq 7 ] && [ ! -s "$work/out" ] && grep -q P0001 "$work/err"; then passed=$((passed + 1))
        elif [ $status -eq 0 ] && cmp -s "$work/out" "$work/whole"; then passed=$((passed + 1))
        else
            echo "allocation $at of $count${ever:+ and all after it}: status $status, $(wc -c <"$work/out") bytes of result, $(head -c 200 "$work/err")"
            failed=$((failed + 1))
        fi
    done
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
