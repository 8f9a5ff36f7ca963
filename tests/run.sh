#!/usr/bin/env bash
# The golden runner: runs each rule file through the stages that its neighbour files ask for, and compares the bytes.
#
#   tests/run.sh BINARY [-u] [FILTER...]
#
# -u rewrites the goldens instead of comparing (read the diff). FILTER is a part of a test's name. See tests/README.md.
set -u
export LC_ALL=C.UTF-8 NO_COLOR=1 TZ=UTC

usage() { echo "usage: tests/run.sh BINARY [-u] [FILTER...]" >&2; exit 2; }

[ $# -ge 1 ] || usage
plang=$(realpath "$1") || usage
[ -x "$plang" ] || { echo "$1 is no program" >&2; exit 2; }
shift
update=false filters=()
for word; do
	if [ "$word" = -u ]; then update=true; else filters+=("$word"); fi
done

# All paths are relative to the root, so that no golden depends on the place of the checkout.
cd "$(dirname "$0")/.." || exit 2
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
passed=0 failed=0
limit="timeout 20"
jobs=$(nproc) job=0 turn=0 # each job takes its turn

wanted()
{
	local f found=false
	[ ${#filters[@]} -eq 0 ] && found=true
	for f in "${filters[@]}"; do [[ $1 == *"$f"* ]] && found=true; done
	$found && [ $((turn++ % jobs)) -eq "$job" ]
}

pass() { passed=$((passed + 1)); }

# fail NAME REASON: with the standard input as details, a screenful at most
fail()
{
	failed=$((failed + 1))
	echo "FAIL $1: $2"
	head -n 24 | sed 's/^/    /'
}

# golden FILE GOT: compares, or rewrites
golden()
{
	if $update; then
		cmp -s "$1" "$2" || cp "$2" "$1"
		pass
	elif cmp -s "$1" "$2"; then
		pass
	else
		fail "$1" "differs" < <(diff -u --label "$1" --label got "$1" "$2" 2>&1)
	fi
}

# The exit status that belongs to the messages in a file: each family of codes has its own.
obvious_status()
{
	local line
	while IFS= read -r line; do
		[[ $line =~ error\ P([0-9]{2})([0-9]{2}) ]] || continue
		case ${BASH_REMATCH[1]}${BASH_REMATCH[2]} in
		0001) echo 7 ;;
		0002 | 0003) echo 6 ;;
		0004) echo 2 ;;
		06* | 07* | 08*) echo 4 ;;
		09*) echo 5 ;;
		*) echo 3 ;;
		esac
		return
	done < "$1"
	echo 0
}

# status NAME GOT ERR [FILE]: FILE holds the expected status where it is not the obvious one
status()
{
	local expected
	if [ -n "${4-}" ] && [ -f "$4" ]; then expected=$(< "$4"); else expected=$(obvious_status "$3"); fi
	if [ "$2" = "$expected" ]; then
		pass
	else
		fail "$1" "exit status $2, not $expected" < "$3"
	fi
}

# What prints parses, to the same tree, and prints the same again.
identity()
{
	local pl=$1
	$limit "$plang" compile --emit=rules "$pl" > "$tmp/once.pl" 2> "$tmp/err"
	[ $? -eq 3 ] && return
	$limit "$plang" compile --emit=rules "$tmp/once.pl" > "$tmp/twice.pl" 2> "$tmp/err" ||
		{ fail "$pl" "what was printed does not parse" < "$tmp/err"; return; }
	$limit "$plang" compile --emit=tree --parse-only "$pl" 2> /dev/null | sed -E 's/ [0-9]+:[0-9]+-[0-9]+:[0-9]+$//' > "$tmp/a"
	$limit "$plang" compile --emit=tree --parse-only "$tmp/once.pl" 2> /dev/null | sed -E 's/ [0-9]+:[0-9]+-[0-9]+:[0-9]+$//' > "$tmp/b"
	if ! [ -s "$tmp/a" ]; then
		fail "$pl" "no tree" < /dev/null
	elif ! cmp -s "$tmp/a" "$tmp/b"; then
		fail "$pl" "another tree after printing" < <(diff -u "$tmp/a" "$tmp/b" | tail -n +3)
	elif ! cmp -s "$tmp/once.pl" "$tmp/twice.pl"; then
		fail "$pl" "printing twice differs" < <(diff -u "$tmp/once.pl" "$tmp/twice.pl" | tail -n +3)
	else
		pass
	fi
}

# One rule file of tests/ and its neighbours.
rule_file()
{
	local pl=$1 name=${1%.pl} args=() data=() command=check s
	[ -f "$name.args" ] && eval "args=($(< "$name.args"))"
	[ -f "$name.in.csv" ] && data=("$name.in.csv")
	if [ -f "$name.in.csv" ] || [ -f "$name.out" ]; then command=eval; fi
	if ! [ -f "$name.tree" ] && ! [ -f "$name.ops" ] && ! [ -f "$name.out" ] && ! [ -f "$name.err" ]; then
		if $update; then : > "$name.err"; else fail "$pl" "no neighbour says what to expect" < /dev/null; return; fi
	fi
	if [ -f "$name.tree" ]; then
		$limit "$plang" compile --emit=tree --parse-only "$pl" > "$tmp/out" 2>&1
		golden "$name.tree" "$tmp/out"
	fi
	if [ -f "$name.ops" ]; then
		$limit "$plang" compile --emit=ops "$pl" > "$tmp/out" 2>&1
		golden "$name.ops" "$tmp/out"
	fi
	if [ -f "$name.out" ] || [ -f "$name.err" ]; then
		$limit "$plang" $command "$pl" ${data[0]+"${data[@]}"} ${args[0]+"${args[@]}"} > "$tmp/out" 2> "$tmp/err"
		s=$?
		[ -f "$name.out" ] && golden "$name.out" "$tmp/out"
		[ -f "$name.err" ] && golden "$name.err" "$tmp/err"
		status "$pl" $s "$tmp/err" "$name.status"
	fi
	identity "$pl"
}

example()
{
	local pl=$1 dir data csv s
	dir=$(dirname "$1")
	data=()
	for csv in "$dir"/*.csv; do [ "$csv" = "$dir/expected.csv" ] || data+=("$csv"); done
	$limit "$plang" eval "$pl" "${data[@]}" > "$tmp/out" 2> "$tmp/err"
	s=$?
	golden "$dir/expected.csv" "$tmp/out"
	status "$pl" $s "$tmp/err"
	identity "$pl"
}

# One line of a table of mutants: in a copy of the example, OLD becomes NEW where it stands first (\n is a line end), and
# the messages are NAME.err. A NEW of (nothing) removes, an OLD of
# (nothing) changes nothing. WORDS are a command and options, else `eval --quiet`.
mutant()
{
	local what=$1 name=$2 old=$3 new=$4 words=$5 home=examples/place-renewal-fund golden=tests/diagnostics/$2.err
	local text file=rules.pl args=() command=eval s
	[ "$what" = data ] && file=districts.csv
	old=${old//\\n/$'\n'} new=${new//\\n/$'\n'} old=${old//\\t/$'\t'} new=${new//\\t/$'\t'}
	new=${new//\\r/$'\r'} new=${new//\\x/$'\xe9'}
	[ "$new" = "(nothing)" ] && new=
	[ "$old" = "(nothing)" ] && old=
	text=$(< "$home/$file")
	if [[ $text != *"$old"* ]]; then fail "$golden" "the example has no \"$old\"" < /dev/null; return; fi
	mkdir -p "$tmp/mutant"
	cp "$home/rules.pl" "$home/districts.csv" "$tmp/mutant/"
	[ -n "$old" ] && text=${text/"$old"/"$new"}
	printf '%s\n' "$text" > "$tmp/mutant/$file"
	eval "args=($words)"
	if [ "${args[0]-}" = check ]; then command=check args=("${args[@]:1}"); else args=(districts.csv --quiet "${args[@]}"); fi
	(cd "$tmp/mutant" && $limit "$plang" $command rules.pl ${args[0]+"${args[@]}"} > ../out 2> ../err)
	s=$?
	golden "$golden" "$tmp/err"
	status "$golden" $s "$tmp/err" "tests/diagnostics/$name.status"
	if [ $s -gt 1 ] && [ $command = eval ] && [ -s "$tmp/out" ]; then fail "$golden" "an error, but also output" < "$tmp/out"; fi
}

mutants()
{
	local name old new words
	[ -f "$2" ] || return
	while IFS='|' read -r name old new words; do
		[[ -z $name || $name == \#* ]] && continue
		wanted "tests/diagnostics/$name" && mutant "$1" "$name" "$old" "$new" "${words-}"
	done < <(tr '\t' '|' < "$2" | sed 's/||*/|/g')
}

all()
{
	local pl
	job=$1 tmp=$tmp/$1
	mkdir "$tmp"
	while IFS= read -r pl; do
		wanted "$pl" && rule_file "$pl"
	done < <(find tests/parser tests/lang tests/runtime tests/diagnostics tests/bugs -name '*.pl' 2> /dev/null | sort)
	for pl in examples/*/rules.pl; do
		wanted "$pl" && example "$pl"
	done
	mutants rules tests/diagnostics/mutants.tsv
	mutants data tests/diagnostics/mutants-data.tsv
	echo "$passed $failed" > "$tmp/counts"
}

for ((i = 0; i < jobs; i++)); do all "$i" > "$tmp/said$i" & done
wait
for ((i = 0; i < jobs; i++)); do
	cat "$tmp/said$i"
	p=0 f=1 # where it died
	[ -f "$tmp/$i/counts" ] && read -r p f < "$tmp/$i/counts"
	passed=$((passed + p)) failed=$((failed + f))
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
