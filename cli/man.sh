#!/bin/sh
# man.sh PLANG PAGE: prints the manual page plang.1 or plang-language.7, out of what the program says of itself (its
# commands' help, its tables of words, types, functions and messages), so that no page can fall behind it.
set -eu
export LC_ALL=C # bytes: roff wants what is not ASCII spelled out
plang=$1
folder=$(dirname "$0")
version=$("$plang" --version | head -n 1)

# roff MODE: standard input as roff. Text in back-quotes becomes bold. Modes:
#   text     paragraphs          help     a command's help
#   example  as it stands        list     a word, blanks, what it is
#   function a function's help
roff() {
    awk -v mode="$1" '
    BEGIN { for (i = 128; i < 256; i++) code[sprintf("%c", i)] = i }
    function unicode(line, i, n, out, c, more) {
        for (i = 1; i <= length(line); i++) {
            c = substr(line, i, 1)
            if (!(c in code)) { out = out c; continue }
            n = code[c]
            more = n >= 240 ? 3 : n >= 224 ? 2 : 1
            n -= more == 3 ? 240 : more == 2 ? 224 : 192
            while (more-- > 0) n = n * 64 + code[substr(line, ++i, 1)] - 128
            out = out sprintf("\\[u%04X]", n)
        }
        return out
    }
    function plain(line) {
        gsub(/\\/, "\\e", line)
        gsub(/-/, "\\-", line)
        gsub(/\^/, "\\(ha", line)
        gsub(/~/, "\\(ti", line)
        gsub(/\047/, "\\(aq", line)
        gsub(/"/, "\\(dq", line)
        return unicode(line)
    }
    function inert(line) { return line ~ /^[.]/ ? "\\\\&" line : line } # not a request
    function bold(line, open) {
        line = plain(line)
        for (open = 1; sub(/`/, open ? "\\fB" : "\\fR", line); open = !open)
            ;
        return inert(line (open ? "" : "\\fR"))
    }
    function term(word) { gsub(/`/, "\\(ga", word); return ".TP\n\\fB" plain(word) "\\fR" }
    function cut(line) { match(line, /   */); return RSTART } # where two blanks or more stand
    mode == "example" { line = plain($0); gsub(/`/, "\\(ga", line); print inert(line); next }
    mode == "list" { at = index($0, " "); print term(substr($0, 1, at - 1)); sub(/^[^ ]* */, ""); print bold($0); next }
    mode == "function" && NR == 1 { print term($0); next }
    mode == "function" { sub(/^ */, ""); if (NR > 3) print ".br"; if (NR > 2) print bold($0); next }
    /^$/ { print ".PP"; next }
    mode == "help" && /^Usage: / { sub(/^Usage: /, ""); print ".SS " plain($0); next }
    mode == "help" && /^Example: / { sub(/^Example: /, ""); print "Example:\n.PP\n.RS 4\n" plain($0) "\n.RE"; next }
    mode == "help" && /^  -/ { sub(/^  /, ""); at = cut($0); print term(substr($0, 1, at - 1)); sub(/^ */, "", $0); print bold(substr($0, at + RLENGTH)); next }
    { print bold($0) }'
}

commands() { "$plang" help | sed -n 's/^  \([a-z][a-z]*\)   *[a-z].*/\1/p' | grep -v '^plang$'; }

head_of() { # title, section
    printf '%s\n' ".TH $1 $2 \"\" \"$version\" \"$3\"" .nh '.ad l' # a word of the language is never broken
}

program() {
    head_of PLANG 1 "User commands"
    echo .SH NAME
    "$plang" help | sed -n '1s/ - / \\- /p'
    echo .SH SYNOPSIS
    for command in $(commands); do
        "$plang" "$command" --help | sed -n 's/^Usage: //p' | roff text
        echo .br
    done
    echo .SH DESCRIPTION
    roff text <<'TEXT'
A rule file says who is eligible for money and how it is shared out; it reads like the policy that it implements. The program checks
it, runs it over a table of places, exactly, and says what it awarded and why it could not. Rule files are described in
`plang-language`(7).
TEXT
    echo .SH COMMANDS
    for command in $(commands); do "$plang" "$command" --help | roff help; done
    echo .SH ENVIRONMENT
    echo .TP
    printf '%s\n' '\fBNO_COLOR\fR' 'When it is set and not empty, messages on a terminal have no colour.'
    printf '%s\n' '.SH SEE ALSO' '\fBplang\-language\fR(7)'
}

words() { # title; class and role of `plang help words`, either may be "any"
    printf '.SS %s\n' "$1"
    "$plang" help words | awk -v class="$2" -v role="$3" '
    (class == "any" || class == $(NF - 1)) && (role == "any" || role == $NF) {
        NF -= 2
        printf "%s`%s`", comma, $0
        comma = ",\n"
    }
    END { print "." }' | roff text
}

messages() {
    "$plang" help codes | while read -r code title; do
        printf '.TP\n\\fB%s\\fR ' "$code"
        printf '%s\n' "$title" | roff text
        "$plang" help "$code" | awk 'NR > 2 && /^$/ { exit } NR > 2' | roff text
    done
}

functions() {
    "$plang" help functions | sed 's/[( ].*//' | while read -r name; do "$plang" help "$name" | roff function; done
}

language() {
    head_of PLANG-LANGUAGE 7 "The plang language"
    echo .SH NAME
    printf '%s\n' 'plang-language \- rule files: who is eligible, and how money is shared'
    echo .SH DESCRIPTION
    roff text <<'TEXT'
A rule file is text in UTF-8. It is a list of declarations, in any order; line ends and indentation mean nothing, and `#` begins a
comment. Each declaration begins with its word, has a name, and clauses in any order; it may carry a title in double quotes, a `cite`
and a `note`. Any name may stand in back-quotes, and one that is not made of letters, digits and underscores must.

Numbers are exact: a cell or a literal is the decimal written, and nothing is rounded but where the rules say so. Nothing is guessed about
a cell: its field says how it is read, and what happens when it is missing.

`plang help` shows what stands here piece by piece: `plang help mean` a function, `plang help P0203` a message, with an example that
gives it and the example mended.
TEXT
    echo .SH EXAMPLE
    echo .nf
    roff example <"$folder/../examples/place-renewal-fund/rules.pl"
    echo .fi
    echo .SH TYPES
    "$plang" help types | roff list
    echo .SH FUNCTIONS
    functions
    echo .SH WORDS
    words "Words that begin a declaration" any declaration
    words "Words that begin a clause" any clause
    words "Other words" any word
    words "Reserved words: as names they stand in back-quotes" reserved any
    echo .SH MESSAGES
    messages
    printf '%s\n' '.SH SEE ALSO' '\fBplang\fR(1)'
}

case $2 in
plang.1) program ;;
plang-language.7) language ;;
*) echo "man.sh: there is no page $2" >&2 && exit 2 ;;
esac
