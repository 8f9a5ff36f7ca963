#!/bin/sh
# deps.sh [test]: installs what building plang needs (with `test`, what its tests need as well) and is missing. What only the
# tests in a browser need is installed where it can be; without it they are skipped.
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

as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo
export DEBIAN_FRONTEND=noninteractive

missing_of() { # packages: those that are not installed
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || printf ' %s' "$package"
    done
}
install() { # packages
    $as_root apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1 || {
        $as_root apt-get update -q
        $as_root apt-get install -y -q --no-install-recommends "$@"
    }
}

# shellcheck disable=SC2086
missing=$(missing_of $want)
if [ -n "$missing" ]; then
    echo "installing:$missing"
    # shellcheck disable=SC2086
    install $missing
fi

[ "${1:-}" = test ] || exit 0
browser=
command -v chromium >/dev/null || browser=chromium
command -v node >/dev/null || browser="$browser nodejs"
command -v npm >/dev/null || browser="$browser npm"
[ -z "$browser" ] && exit 0
echo "installing for the tests in a browser: $browser"
# shellcheck disable=SC2086
install $browser >/dev/null 2>&1 || echo "they cannot be installed; those tests will be skipped"
