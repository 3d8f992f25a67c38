#!/bin/sh
# Installs the .deb in a fresh Debian and uses it there: clean_root.sh FILE.deb [SUITE]. Needs root,
# debootstrap and a network, and some minutes, so ctest leaves it alone. Variables:
#   ROOT    a folder for the fresh system, deleted in the end; by default one of mktemp's
#   MIRROR  by default http://deb.debian.org/debian
set -eu
export LC_ALL=C DEBIAN_FRONTEND=noninteractive
HERE=$(cd "$(dirname "$0")" && pwd)
PACKAGE=$1
SUITE=${2:-bookworm}
ROOT=${ROOT:-$(mktemp -d)}
trap 'rm -rf --one-file-system "$ROOT"' EXIT

fault() {
    echo "FAULT: $*" >&2
    exit 1
}

step() {
    printf '\n== %s\n' "$*"
}

inside() {
    chroot "$ROOT" "$@"
}

get() {
    inside apt-get install -q -y --no-install-recommends "$@" >"$ROOT/tmp/log" 2>&1 || {
        cat "$ROOT/tmp/log"
        fault "apt-get install $*"
    }
}

# same NAME COMMAND...: what the command prints in the root has to be expected/NAME.txt.
same() {
    name=$1
    shift
    inside "$@" | diff -u "$HERE/expected/$name.txt" - || fault "$* prints something else"
    echo "$name: as expected"
}

step "a fresh $SUITE"
debootstrap --variant=minbase "$SUITE" "$ROOT" "${MIRROR:-http://deb.debian.org/debian}" |
    tail -n 1

step "the package, with nothing but what it depends on"
cp "$PACKAGE" "$ROOT/tmp/hundredmark.deb"
get /tmp/hundredmark.deb
# shellcheck disable=SC2016 # dpkg-query's own variables
inside dpkg-query -W -f '${Package} ${Version}: ${Depends}\n' hundredmark

step "the program"
DATA=/usr/share/doc/hundredmark/examples
CITY=$DATA/cities/port-lumen
inside sh -c "cd / && hundredmark score --depth 1 --format table $CITY" | tee "$ROOT/tmp/out"
grep -q 'Smart city ICT index  *63\.4' "$ROOT/tmp/out" || fault "the index is not 63.4"
inside hundredmark pack test -q || fault "worked examples fail"
# apt may be told to leave pages out of a system this small; then they are not its fault.
inside dpkg -L hundredmark | grep -q -x '/usr/share/man/man1/hundredmark\.1' || fault "no page"

step "Lua"
get lua5.4
inside lua5.4 -e 'print(require("hundredmark").version)'
same score lua5.4 $DATA/embedding/score.lua $CITY

step "C, without Lua's headers"
get gcc libc6-dev pkg-config
[ ! -e "$ROOT/usr/include/lua5.4" ] || fault "liblua5.4-dev is there: this would prove nothing"
for name in score host whatif arrow; do
    inside sh -c "cd /tmp && gcc $DATA/embedding/$name.c -o $name \
        \$(pkg-config --cflags --libs hundredmark) -pthread"
done
same score /tmp/score $CITY
same host /tmp/host
same whatif /tmp/whatif $CITY one_stop_services 350 412 NR
same arrow /tmp/arrow

step "C, with the static library"
get liblua5.4-dev
inside sh -c "cd /tmp && gcc -static $DATA/embedding/score.c -o score_static \
    \$(pkg-config --cflags --libs --static hundredmark)"
same score /tmp/score_static $CITY

step "Python"
get python3-minimal libpython3-stdlib
same score python3 $DATA/embedding/score.py $CITY

step "the page"
get man-db
inside sh -c 'MANWIDTH=80 man hundredmark' | grep -q 'EXIT STATUS' || fault "man does not show it"

step "away again"
inside apt-get purge -q -y hundredmark >/dev/null
left=$(inside find /usr -path '*hundredmark*')
[ -z "$left" ] || fault "left behind: $left"
printf '\nThe package installs and runs in a fresh %s.\n' "$SUITE"
