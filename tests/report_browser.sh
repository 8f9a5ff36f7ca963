#!/bin/bash
# report_browser.sh BUILD [PICTURE | --time]: the pages of `plang report` in a real browser (tests/report_browser.js): Debian's Chromium,
# playwright-core to drive it, axe-core to find what keeps readers out. The two packages go into BUILD/browser.
# With PICTURE it only takes a picture: tests/report_browser.sh build docs/report.png; with --time it says how long a page takes to
# open. Closes with `N passed, N failed`.
build=${1:?the build folder}
cd "$(dirname "$0")/.." || exit 2
skip() {
    echo "skipped: reports in a browser, for want of $1"
    echo "0 passed, 0 failed, 1 skipped"
    exit 0
}
CHROMIUM=$(command -v chromium || command -v chromium-browser) || skip "chromium"
command -v node >/dev/null || skip "node"
command -v npm >/dev/null || skip "npm"
export CHROMIUM
modules=$build/browser/node_modules
if [ ! -d "$modules/playwright-core" ] || [ ! -d "$modules/axe-core" ]; then
    mkdir -p "$build/browser"
    npm install --prefix "$build/browser" --no-save --no-audit --no-fund --ignore-scripts playwright-core@1 axe-core@4 >"$build/browser/npm.log" 2>&1 ||
        skip "playwright-core and axe-core, which npm cannot install"
fi
pages=$(mktemp -d)
trap 'rm -rf "$pages"' EXIT
uk=examples/uk-districts fund=examples/place-renewal-fund
"$build/plang" report --quiet $uk/rules.pl $uk/districts.csv --map $uk/boundaries.topojson -o "$pages/uk.html" &&
    "$build/plang" report --quiet $fund/rules.pl $fund/districts.csv -o "$pages/fund.html" &&
    python3 tests/report.py "$build/plang" --evil "$pages/evil.html" || { echo "0 passed, 1 failed"; exit 1; }
node tests/report_browser.js "$modules" "$pages" ${2:+"$2"}
