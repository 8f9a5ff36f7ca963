#!/bin/sh
# read.sh BUILD DATA [THREADS]: how long reading alone takes, without rules: bench/read.c over the library in BUILD. DATA has the
# columns that bench/read.pl names.
cd "$(dirname "$0")/.." || exit 2
build=${1:?the build folder}
libraries=$(pkg-config --libs mpfr gmp jansson libsodium libutf8proc)
# shellcheck disable=SC2086
${CC:-cc} -std=c11 -O2 -g -I. -D_POSIX_C_SOURCE=200809L -pthread -o "$build/read" bench/read.c "$build/libplang.a" $libraries -lm || exit 2
"$build/read" bench/read.pl "${2:?a data file}" ${3:+"$3"}
