#!/bin/bash
# layers.sh PLANG BUILD [RUNS]: what it costs to decide exactly. The work of places.pl and of the two other scores, with layers of
# deciding switched off (`plang eval --without LAYER,...`): one at a time, which leaves its work to the others and the result
# as it is, and all of them, which leaves numbers as they come. By turns, in one run. bench/README.md.
# BENCH_SIZES: how many places; BENCH_LAYERS: which layers; BENCH_RULES: which rule files.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/pairs.sh"
begin "the layers of deciding" "$@"
sizes=${BENCH_SIZES:-1000000 10000000} layers=${BENCH_LAYERS:-whole bounds grid same double}
"$built/gen" 1000 >"$tmp/few.csv"
if ! "$plang" eval places.pl "$tmp/few.csv" --set budget="$(budget 1000)" --without deciding -o "$tmp/few.out" >"$tmp/said" 2>&1; then
	echo "skipped: the layers of deciding, which this plang cannot switch off: $(head -n 1 "$tmp/said")"
	exit 0
fi

work() { # name, result
	local without=()
	[ "$1" = all ] || without=(--without "$1")
	measured "$plang" eval "$rules.pl" "$data" --set budget="$(budget "$count")" "${without[@]}" -o "$2"
}

declare -A verdict
judge() { # name, result
	case $1 in
		all) verdict[$1]=- ;;
		*) if cmp -s "$results/all.csv" "$2"; then verdict[$1]='the same'; else verdict[$1]="differs in $(differing "$2") rows"; fi ;;
	esac
	# Only the last one may differ: without deciding, a result is what floating point makes of it.
	[ "$1" = deciding ] || [[ ${verdict[$1]} != differs* ]]
}

differing() { paste -d '|' "$results/all.csv" "$1" | awk -F '|' '$1 != $2 { n++ } END { printf "%d", n }'; }

percent() { awk -v x="$1" 'BEGIN { printf "%.1f %%", 100 * x }'; }

# The share of a whole run that goes into what NAME switches off: 1 - without / with, round by round.
cost() { # name, column
	[ "$1" = all ] && { echo -; return; }
	percent "$(paste -d ' ' "$tmp/$1" "$tmp/all" | awk -v column="$2" 'NF == 6 { print 1 - $column / $(column + 3) }' | median)"
}

machine
echo "Rounds: $runs and one to warm up, by turns. Costs: how much of a whole run would be saved, medians over the rounds."
kept=all
for count in $sizes; do
	places "$count" || continue
	for rules in ${BENCH_RULES:-places places-ties places-zscore}; do
		# shellcheck disable=SC2086
		pairs "$runs" all $layers deciding
		echo
		printf '| %-38s | %9s | %9s | %9s | %9s | %9s | %s\n' "$rules.pl, $count places" 'wall s' 'CPU s' 'peak MiB' 'cost wall' 'cost CPU' 'result |'
		echo '|---|--:|--:|--:|--:|--:|---|'
		for name in "${ran[@]}"; do
			case $name in all) label='all layers' ;; deciding) label='nothing decided exactly' ;; *) label="without $name" ;; esac
			printf '| %-38s | %9.3f | %9.3f | %9.1f | %9s | %9s | %s |\n' "$label" "$(figure "$name" 1)" "$(figure "$name" 2)" \
				"$(figure "$name" 3 | awk '{ print $1 / 1024 }')" "$(cost "$name" 1)" "$(cost "$name" 2)" "${verdict[$name]}"
		done
	done
done
exit $failed
