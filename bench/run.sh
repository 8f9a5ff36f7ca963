#!/bin/bash
# run.sh PLANG [RUNS]: how long whole runs of the program take, from its start to its end, and how much memory. The result
# goes to a file, so that writing it counts. Median and fastest of RUNS (5); peak memory of one run more.
set -u
export LC_ALL=C
plang=$(realpath "${1:?the program}") runs=${2:-5}
cd "$(dirname "$0")/.." || exit 2
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
failed=0

seconds() { # command...: the wall time of one run, in microseconds
    local from=${EPOCHREALTIME/./} status
    "$@" >"$tmp/out" 2>"$tmp/err"
    status=$?
    echo $((${EPOCHREALTIME/./} - from))
    return $status
}

measure() { # name, rows, command...
    local name=$1 rows=$2 i memory=- times=() sorted
    shift 2
    for ((i = 0; i < runs; i++)); do
        times+=("$(seconds "$@")") || { echo "$name: it failed"; head -n 5 "$tmp/err"; failed=1; return; }
    done
    mapfile -t sorted < <(printf '%s\n' "${times[@]}" | sort -n)
    if [ -x /usr/bin/time ]; then
        /usr/bin/time -o "$tmp/memory" -f %M "$@" >"$tmp/out" 2>"$tmp/err"
        memory=$(awk '{ printf "%.1f", $1 / 1024 }' "$tmp/memory")
    fi
    awk -v name="$name" -v rows="$rows" -v median="${sorted[runs / 2]}" -v least="${sorted[0]}" -v memory="$memory" \
        'BEGIN { printf "| %-42s | %6d | %9.1f | %10.1f | %7s |\n", name, rows, median / 1e3, least / 1e3, memory }'
}

echo "Machine: $(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1), $(nproc) cores, $(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GB; load $(cut -d ' ' -f 1 /proc/loadavg)"
echo "Program: $("$plang" --version | tr '\n' ' ')"
echo
printf '| %-42s | %6s | %9s | %10s | %7s |\n' "run, $runs times" rows 'median ms' 'fastest ms' 'peak MB'
echo '|---|--:|--:|--:|--:|'
fund=examples/place-renewal-fund imd=../shared/data/imd2019/lsoa.csv.gz
measure 'made-up fund' 300 "$plang" eval "$fund/rules.pl" "$fund/districts.csv"
python3 bench/make-places.py 33000 >"$tmp/places.csv" || exit 2
measure 'made-up fund, a hundred times the places' 33000 "$plang" eval "$fund/rules.pl" "$tmp/places.csv" --set 'budget=£528bn'
if [ -f "$imd" ]; then
    zcat "$imd" >"$tmp/imd.csv"
    measure 'English index of 2019, seven domains' 32844 "$plang" eval examples/imd-2019/rules.pl "$tmp/imd.csv"
else
    echo 'skipped: the English index, whose data is not there'
fi
exit $failed
