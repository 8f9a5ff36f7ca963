#!/bin/bash
# peers.sh PLANG BUILD [RUNS]: the work of places.pl in plang, in DuckDB and written by hand for this one file, in one run,
# by turns; and plang with two other scores. Whole processes: CSV in the page cache to CSV in memory. bench/README.md.
# BENCH_SIZES: how many places; BENCH_PLANG_MAX and BENCH_CHECK_MAX: of how many plang runs, and results are tested, at most.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/pairs.sh"
plang=$(realpath "${1:?the program}") build=$(realpath "${2:?the build folder}") runs=${3:-5}
sizes=${BENCH_SIZES:-33000 1000000 10000000} most=${BENCH_PLANG_MAX:-10000000} most_tested=${BENCH_CHECK_MAX:-10000000}
cd "$bench" || exit 2
if [ ! -d "$shared/peers" ]; then
	echo "skipped: DuckDB and the hand-written program, whose sources (../shared/bench) are not there"
	exit 0
fi
prepare "$build"

install() { # package...: what the machine lacks, where it can be had without asking
	[ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 1
	DEBIAN_FRONTEND=noninteractive timeout 300 apt-get install -y -q --no-install-recommends "$@" >"$tmp/said" 2>&1
}

hand_written() {
	stale "$shared/peers/ref.cc" "$built/ref" || return 0
	command -v g++ >/dev/null || install g++
	g++ -O3 -march=native -std=c++17 -o "$built/ref" "$shared/peers/ref.cc" -lpthread >"$tmp/said" 2>&1 && return
	echo "skipped: the hand-written program, which does not compile here"
	return 1
}

duckdb() {
	local version=1.5.6-r.1 arch package folder
	case $(uname -m) in x86_64) arch=x64 ;; aarch64) arch=arm64 ;; *) arch=$(uname -m) ;; esac
	package=@duckdb/node-bindings-linux-$arch folder=$built/npm/node_modules/@duckdb/node-bindings-linux-$arch
	if [ ! -e "$folder/libduckdb.so" ]; then
		command -v npm >/dev/null || { echo "skipped: DuckDB, which npm would install, and npm is not there"; return 1; }
		mkdir -p "$built/npm" && echo '{"private": true}' >"$built/npm/package.json"
		(cd "$built/npm" && timeout 300 npm install --no-audit --no-fund --fetch-retries=0 "$package@$version") >"$tmp/said" 2>&1
		[ -e "$folder/libduckdb.so" ] || { echo "skipped: DuckDB, which npm could not install: $(grep -m 1 error "$tmp/said")"; return 1; }
	fi
	stale "$shared/peers/duckdb.c" "$built/duckdb" || return 0
	${CC:-cc} -O2 -w -o "$built/duckdb" "$shared/peers/duckdb.c" -L"$folder" -lduckdb -Wl,-rpath,"$folder" >"$tmp/said" 2>&1 && return
	echo "skipped: DuckDB, whose driver does not compile here"
	return 1
}

tester() { # Debian's own Python, to which its packages belong
	/usr/bin/python3 -c 'import pandas' 2>/dev/null && return
	install python3-pandas && /usr/bin/python3 -c 'import pandas' 2>/dev/null && return
	echo "skipped: the test of the results (check.py), for which python3-pandas is missing"
	return 1
}

work() { # name, result
	case $1 in
		plang*) measured "$plang" eval "${1/plang/places}.pl" "$data" --set budget="$(budget "$count")" -o "$2" ;;
		DuckDB) measured "$built/duckdb" "$shared/peers/duckdb.sql" "$data" "$2" "$(nproc)" ;;
		by-hand) measured "$built/ref" "$data" "$2" "$(nproc)" ;;
	esac
}

declare -A verdict
# Each result is set against the rules themselves, and against the one made by hand. Other scores have no reference, and
# deviations are ordered and shared by more digits than are printed: there plang's own check of the sum stands alone.
judge() { # name, result
	local reference=$results/by-hand.csv
	verdict[$1]=-
	case $1 in
		plang-zscore) verdict[$1]='its own check held'; return 0 ;;
		plang-ties | by-hand) reference= ;;
	esac
	[ "$count" -le "$most_tested" ] || verdict[$1]='not tested: BENCH_CHECK_MAX'
	$tested && [ "$count" -le "$most_tested" ] || return 0
	[ -n "$reference" ] && [ -e "$reference" ] || reference=
	verdict[$1]=$(/usr/bin/python3 "$shared/check.py" "$2" "$data" ${reference:+"$reference"} 2>&1 | tail -n 1)
	[[ ${verdict[$1]} == ok* ]]
}

names=() tested=true
hand_written && names+=(by-hand)
duckdb && names+=(DuckDB)
tester || tested=false
machine
echo "Rounds: $runs and one to warm up, by turns. Ratios are of wall time, medians of those of each round."
kept=by-hand
for count in $sizes; do
	echo
	places "$count" || continue
	engines=("${names[@]}")
	if [ "$count" -le "$most" ]; then engines+=(plang plang-ties plang-zscore); else echo "skipped: plang on $count places; it is given at most $most (BENCH_PLANG_MAX)"; echo; fi
	pairs "$runs" "${engines[@]}"
	printf '| %-22s | %9s | %9s | %9s | %8s | %8s | %s\n' "$count places" 'wall s' 'CPU s' 'peak MiB' '/ DuckDB' '/ plang' 'result |'
	echo '|---|--:|--:|--:|--:|--:|---|'
	for name in "${ran[@]}"; do
		printf '| %-22s | %9.3f | %9.3f | %9.1f | %8s | %8s | %s |\n' "$name" "$(figure "$name" 1)" "$(figure "$name" 2)" \
			"$(figure "$name" 3 | awk '{ print $1 / 1024 }')" "$(ratio "$name" DuckDB)" "$(ratio "$name" plang)" "${verdict[$name]}"
	done
done
exit $failed
