# pairs.sh - sourced by the scripts that measure: generated places, and paired runs of several commands over them.
# In:   the environment: BENCH_OUT (/dev/shm), where results are written.
# Owns: $built (programs and data, under the build folder) and $tmp (removed at the end).
export LC_ALL=C
bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
shared=$(cd "$bench/../.." && pwd)/shared/bench
failed=0

machine() {
	echo "Machine: $(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1), $(nproc) cores," \
		"$(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GB; load $(cut -d ' ' -f 1 /proc/loadavg); $(date -u '+%-d %B %Y')"
}

stale() { [ ! -e "$2" ] || [ "$1" -nt "$2" ]; }

prepare() { # build folder: what both scripts need
	mkdir -p "$1/bench" && built=$(cd "$1/bench" && pwd) && tmp=$(mktemp -d) || exit 2
	results=${BENCH_OUT:-/dev/shm}
	[ -d "$results" ] && [ -w "$results" ] || results=$tmp
	results=$(mktemp -d "$results/plang-bench.XXXXXX") || exit 2
	trap 'rm -rf "$tmp" "$results"' EXIT
	trap 'exit 130' INT TERM
	if stale "$bench/measure.c" "$built/measure"; then ${CC:-cc} -std=c11 -O2 -o "$built/measure" "$bench/measure.c" || exit 2; fi
	if stale "$shared/gen.c" "$built/gen"; then ${CC:-cc} -O2 -o "$built/gen" "$shared/gen.c" -lm || exit 2; fi
}

# Sets $plang, $build and $runs, and goes to this folder; ends the script where there is no generator of places.
begin() { # what needs it, program, build folder, runs
	plang=$(realpath "${2:?the program}") build=$(realpath "${3:?the build folder}") runs=${4:-5}
	cd "$bench" || exit 2
	if [ ! -f "$shared/gen.c" ]; then
		echo "skipped: $1, for which the generator of places (../shared/bench) is not there"
		exit 0
	fi
	prepare "$build"
}

free_bytes() { df -P -k "$1" | awk 'NR == 2 { printf "%.0f", $4 * 1024 }'; }

# A row is 99 bytes of data and 35 of a result, of which two are kept at a time. The hungriest of all, the test of a result,
# has been seen at 700 bytes a row.
places() { # count: sets $data to so many places, in the page cache; fails, and says why, where they do not fit
	local count=$1 available
	data=$built/places-$count.csv
	available=$(awk '/^MemAvailable/ { printf "%.0f", $2 * 1024 }' /proc/meminfo)
	if [ "$available" -lt $((count * 1000)) ]; then echo "skipped: $count places, which need $((count / 1000000)) GB of free memory"; return 1; fi
	if [ "$(free_bytes "$results")" -lt $((count * 80)) ]; then echo "skipped: $count places, whose results do not fit in $results"; return 1; fi
	if [ ! -s "$data" ]; then
		if [ "$(free_bytes "$built")" -lt $((count * 110)) ]; then echo "skipped: $count places, which do not fit in $built"; return 1; fi
		"$built/gen" "$count" >"$data.part" && mv "$data.part" "$data" || { rm -f "$data.part"; echo "skipped: $count places, which could not be written"; return 1; }
	fi
	cat "$data" >/dev/null
}

budget() { echo "£$((4800000000 * $1 / 33000))"; }

# One run of NAME by `work NAME RESULT`, which the script that sources this defines; its figures are added to $tmp/NAME.
once() { # name, round
	local name=$1 round=$2 result=$results/$1.csv
	rm -f "$result"
	work "$name" "$result" >"$tmp/said" 2>&1 || { echo "$name failed: $(tail -n 1 "$tmp/said")"; failed=1; return 1; }
	[ "$round" -eq 0 ] || cat "$tmp/figures" >>"$tmp/$name"
	# `judge NAME RESULT` looks at the first result, and says in $verdict[NAME] what it is worth.
	[ "$round" -gt 0 ] || judge "$name" "$result" || failed=1
	[ "$name" = "$kept" ] || rm -f "$result"
}

# A B C A B C ...: whatever else the machine does meets all of them alike. The first round warms up and is not counted.
# $ran: those that did not fail. $kept: the one whose result stays, to compare others with.
pairs() { # rounds, name...
	local rounds=$1 round name left
	shift
	ran=("$@")
	for name; do : >"$tmp/$name"; done
	for ((round = 0; round <= rounds; round++)); do
		left=()
		for name in "${ran[@]}"; do if once "$name" "$round"; then left+=("$name"); fi; done
		ran=("${left[@]}")
	done
	rm -f "$results/$kept.csv"
}

measured() { "$built/measure" "$tmp/figures" "$@"; }

median() { sort -g | awk '{ v[NR] = $1 } END { if (NR) printf "%.6f", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
figure() { cut -d ' ' -f "$2" "$tmp/$1" | median; } # name, column

ratio() { # name, other: the median of the ratios of wall time, round by round; a dash where there is no other
	[ -s "$tmp/$2" ] || { echo -; return; }
	printf '%.3f' "$(paste -d ' ' "$tmp/$1" "$tmp/$2" | awk 'NF == 6 { print $1 / $4 }' | median)"
}
