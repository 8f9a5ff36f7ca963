#!/bin/bash
# all.sh BUILD [quick]: every suite over the program in BUILD, each closing with `N passed, N failed`; then the sum.
# `quick` is for slow builds (sanitizers): fewer random cases, and nothing that looks at symbols.
cd "$(dirname "$0")/.." || exit 2
build=${1:?the build folder}
quick=${2:-}
programs=${PROGRAMS:-20000}
laws=${LAWS:-100000}
places=${PLACES:-5000}
cells=${CHANGES:-100}
[ -n "$quick" ] && programs=$((programs / 10)) laws=$((laws / 10)) places=$((places / 10)) cells=$((cells / 4))
passed=0 failed=0 skipped=0
logs=$(mktemp -d)
log=$logs/suite
trap 'rm -rf "$logs"' EXIT

suite() { # name, command...
    local name=$1 status counts
    shift
    "$@" >"$log" 2>&1
    status=$?
    counts=$(grep -E '^([a-z]+: )?[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
    local p f s
    p=$(grep -oE '[0-9]+ passed' <<<"$counts" | grep -oE '[0-9]+')
    f=$(grep -oE '[0-9]+ failed' <<<"$counts" | grep -oE '[0-9]+')
    s=$(grep -oE '[0-9]+ skipped' <<<"$counts" | grep -oE '[0-9]+')
    # A suite that died without counting is one failure, and shows why.
    if [ -z "$counts" ] || { [ "$status" -ne 0 ] && [ "${f:-0}" -eq 0 ]; }; then f=$((${f:-0} + 1)); fi
    [ "${f:-0}" -gt 0 ] && { grep -v "^$counts\$" "$log" | tail -n 60; }
    printf '%-28s %6d passed, %d failed%s\n' "$name" "${p:-0}" "${f:-0}" "${s:+, $s skipped}"
    grep -E '^skipped' "$log" | sort -u
    passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
}

suite layers tests/layers.sh
[ -z "$quick" ] && suite symbols tests/symbols.sh "$build"
# Unit tests run on all cores, and then say in order what came of them.
unit() { cat "$1" && return "$(cat "$1.status")"; }
find "$build/unit" -name '*_test' -type f -perm -u+x -print0 | xargs -0 -P "$(nproc)" -I {} sh -c \
    'said=$1/$(basename "$2" _test); "$2" ../shared/adversarial >"$said" 2>&1; echo $? >"$said.status"' unit "$logs" {}
for each in "$build"/unit/*_test; do
    each=$(basename "$each" _test)
    suite "unit $each" unit "$logs/$each"
done
suite "laws ($laws cases)" env LAWS="$laws" "$build/laws/allocation_laws"
suite "laws, planted bugs" "$build/laws/allocation_laws" --plant all
suite golden tests/run.sh "$build/plang"
suite explanations tests/explain.sh "$build/plang"
suite "explanations, large" python3 tests/explain_large.py "$build/plang"
suite "explanations ($places places)" python3 tests/explain_random.py "$build/plang" --count "$places" --jobs "$(nproc)"
[ -z "$quick" ] && suite "explanations, planted" python3 tests/explain_random.py "$build/plang" --plant --jobs "$(nproc)"
suite "changes ($cells cells)" python3 tests/change.py "$build/plang" --count "$cells"
[ -z "$quick" ] && suite "changes, planted errors" python3 tests/change.py "$build/plang" --plant
suite diagnostics tests/codes.sh "$build/plang"
suite help python3 tests/help.py "$build/plang"
suite command-lines python3 tests/cli.py "$build/plang"
suite receipts python3 tests/receipt.py "$build/plang" ${quick:+--flips 200}
suite man tests/man.sh "$build"
suite reference python3 tests/reference.py "$build/plang"
suite adversarial python3 tests/adversarial.py "$build/plang"
suite examples tests/examples.sh "$build/plang"
suite report python3 tests/report.py "$build/plang"
[ -z "$quick" ] && suite "report in a browser" tests/report_browser.sh "$build"
if [ -z "$quick" ]; then
    suite same tests/same.sh "$build"
    suite hostile python3 tests/hostile.py "$build/plang"
    suite valgrind tests/valgrind.sh "$build"
fi
suite "faults: calls" python3 tests/faults/faults.py "$build" calls --step "${FAULT_STEP:-3}"
suite "faults: kills" python3 tests/faults/faults.py "$build" kills
suite "faults: memory" python3 tests/faults/faults.py "$build" memory --step "${FAULT_STEP:-5}"
[ -z "$quick" ] && suite "vm, planted errors" python3 tests/agree/plants.py "$build"
[ -z "$quick" ] && suite "oracle, planted mistakes" python3 tests/oracle/compare.py "$build/plang" --plant --count 400
suite "oracle ($programs programs)" python3 tests/oracle/compare.py "$build/plang" --count "$programs" --jobs "$(nproc)"
echo
if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[ "$failed" -eq 0 ]
