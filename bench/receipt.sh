#!/bin/bash
# receipt.sh PLANG BUILD [RUNS]: what a receipt costs. places.pl with and without `--receipt`, by turns; the result must be
# the same, and the receipt must hold. bench/README.md.
# BENCH_SIZES: how many places.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/pairs.sh"
begin "the cost of receipts" "$@"

work() { # name, result
	local receipt=()
	[ "$1" = plain ] || receipt=(--receipt "$results/run.json")
	measured "$plang" eval places.pl "$data" --set budget="$(budget "$count")" -o "$2" "${receipt[@]}"
}

judge() { # name, result
	if [ "$1" = plain ]; then return 0; fi
	cmp "$results/plain.csv" "$2" && "$plang" verify "$results/run.json" >/dev/null
}

machine
for count in ${BENCH_SIZES:-1000000}; do
	kept=plain
	places "$count" || continue
	pairs "$runs" plain receipt
	echo "$count places, $runs rounds: without a receipt $(figure plain 1) s wall, $(figure plain 2) s CPU; with one" \
		"$(figure receipt 1) s wall, $(figure receipt 2) s CPU; ratio of wall, median of the rounds: $(ratio receipt plain)"
done
exit $failed
