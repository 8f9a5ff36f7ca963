#!/bin/bash
# explain.sh PLANG BUILD [RUNS]: what an explanation costs. `plang eval` of places.pl, which writes its result, and `plang explain`
# of one place that shares in the money, which makes the same run first; by turns. bench/README.md.
# BENCH_SIZES: how many places.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/pairs.sh"
begin "the cost of explanations" "$@"

work() { # name, result
	local amount
	amount=$(budget "$count")
	if [ "$1" = plain ]; then measured "$plang" eval places.pl "$data" --set budget="$amount" -q -o "$2"
	else measured "$plang" explain places.pl "$data" "$place" --set budget="$amount" --format json >"$2"; fi
}

# What the explanation says is what stands in the result.
judge() { # name, result
	if [ "$1" = plain ]; then return 0; fi
	grep -qF "$(grep "^$place," "$results/plain.csv" | cut -d , -f 6 | sed 's/.*/"award": "&"/')" "$2"
}

machine
for count in ${BENCH_SIZES:-1000000}; do
	kept=plain
	places "$count" || continue
	"$plang" eval places.pl "$data" --set budget="$(budget "$count")" -q -o "$tmp/first.csv" || exit 1
	# In the middle of the file, and neither at its floor nor at its ceiling.
	place=$(awk -F , -v from=$((count / 2)) 'NR > from && $6 > 250000 && $6 < 60000000 { print $1; exit }' "$tmp/first.csv")
	pairs "$runs" plain explained
	echo "$count places, $runs rounds: the run $(figure plain 1) s wall, $(figure plain 2) s CPU; explaining $place" \
		"$(figure explained 1) s wall, $(figure explained 2) s CPU; ratio of wall, median of the rounds: $(ratio explained plain)"
done
exit $failed
