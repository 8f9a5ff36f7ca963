#!/bin/sh
# Fails when an #include points the wrong way: which folder may include what is the table below.
# Closes with `N passed, N failed`, one for each file.
cd "$(dirname "$0")/.." || exit 2

may_include() { # folder, what it includes: true when allowed
    case "$1:$2" in
    lang:lang/* | lang:stdlib/function.*) ;;
    parser:lang/* | parser:parser/*) ;;
    stdlib:lang/* | stdlib:stdlib/*) ;;
    runtime:lang/* | runtime:runtime/*) ;;
    audit:lang/* | audit:runtime/* | audit:stdlib/* | audit:audit/*) ;;
    api:*/*) ;;
    cli:api/plang.h | cli:cli/*) ;;
    *) return 1 ;;
    esac
}

may_use() { # file, library header: true when allowed
    case "$1:$2" in
    lang/number*:gmp.h | audit/*:gmp.h | audit/*:mpfr.h | cli/main.c:gmp.h) ;;
    lang/diag_print.c:jansson.h | lang/dump.c:jansson.h | runtime/write*:jansson.h | audit/*:jansson.h) ;;
    lang/diag_print.c:utf8proc.h | parser/*:utf8proc.h | runtime/*:utf8proc.h | audit/why_find.c:utf8proc.h) ;;
    runtime/*:sodium.h | audit/*:sodium.h | runtime/native.c:ffi.h) ;;
    *:gmp.h | *:mpfr.h | *:jansson.h | *:utf8proc.h | *:sodium.h | *:ffi.h) return 1 ;;
    esac
}

passed=0 failed=0
for file in lang/*.[chly] parser/*.[chly] stdlib/*.[ch] runtime/*.[ch] audit/*.[ch] api/*.[ch] cli/*.[ch]; do
    [ -f "$file" ] || continue
    bad=
    for name in $(sed -n 's/^[ \t]*#[ \t]*include "\([^"]*\)".*/\1/p' "$file"); do
        case $name in
        */*) may_include "${file%%/*}" "$name" || bad="$bad \"$name\"" ;;
        *) bad="$bad \"$name\"(no folder)" ;;
        esac
    done
    for name in $(sed -n 's/^[ \t]*#[ \t]*include <\([^>]*\)>.*/\1/p' "$file"); do
        may_use "$file" "$name" || bad="$bad <$name>"
    done
    if [ -n "$bad" ]; then
        echo "$file: may not include$bad"
        failed=$((failed + 1))
    else
        passed=$((passed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
