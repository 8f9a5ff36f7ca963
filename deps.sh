#!/bin/sh
# deps.sh [test]: installs what building plang needs (with `test`, what its tests need as well) and is missing.
# On Debian and Ubuntu it asks apt; elsewhere it prints what to install.
set -eu
build="gcc libc6-dev flex bison pkg-config libgmp-dev libmpfr-dev libjansson-dev libsodium-dev libutf8proc-dev libffi-dev"
test="clang libclang-rt-14-dev python3 valgrind binutils"
want=$build
[ "${1:-}" = test ] && want="$build $test"

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    for tool in flex bison pkg-config; do
        command -v "$tool" >/dev/null || missing=1
    done
    pkg-config --exists gmp mpfr jansson libsodium libutf8proc 2>/dev/null || missing=1
    [ -z "${missing:-}" ] && exit 0
    echo "Please install these, or what your system calls them, and run make again:" >&2
    echo "  $want" >&2
    exit 1
fi

missing=
for package in $want; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
$as_root apt-get install -y -q --no-install-recommends $missing >/dev/null 2>&1 || {
    $as_root apt-get update -q
    $as_root apt-get install -y -q --no-install-recommends $missing
}
