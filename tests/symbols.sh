#!/bin/sh
# symbols.sh BUILD: only plang_* leaves the shared library, and no object of ours holds data that can be written to.
# Closes with `N passed, N failed`.
build=${1:?the build folder}
passed=0 failed=0
ok() { passed=$((passed + 1)); }
no() { echo "$1"; failed=$((failed + 1)); }

others=$(nm -D --defined-only "$build/libplang.so" | awk '{ print $3 }' | grep -v '^plang_' | grep -Ev '^(_init|_fini|_edata|_end|__bss_start)$')
if [ -z "$others" ]; then ok; else no "the library exports $others"; fi

# Builds with other flags stand under the same folder, and are not what is installed.
for object in $(find "$build"/lang "$build"/parser "$build"/stdlib "$build"/runtime "$build"/audit "$build"/api "$build"/cli "$build"/gen -name '*.o'); do
    # Tables of constants with pointers are in .data.rel.ro, which the loader makes read-only; .data and .bss are not.
    globals=$(nm -f sysv "$object" | awk -F'|' '{ gsub(/ /, "", $7); gsub(/ /, "", $1) } $7 ~ /^(\.data|\.bss|\*COM\*|\.tdata|\.tbss)$/ { print $1 }' |
        grep -Ev '^(__|\.L|\.data|\.bss)')
    if [ -z "$globals" ]; then ok; else no "$object has writable data: $globals"; fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
