#!/bin/sh
# Programs that carry another Lua (5.1, LuaJIT; shared or linked into the program) and score with
# libhundredmark.so, linked before it, after it, or loaded as they run. Each must get the right
# result, or, with the system's Lua, the sentence that says why not; never a crash.
#
#   run.sh LIBRARY-FOLDER system|private CC
#
# private: the library has a Lua of its own (HM_LUA_SOURCE), and every result must be right. Without
# another Lua it fails, for it would prove nothing.
set -eu
HERE=$(cd "$(dirname "$0")" && pwd)
LIBRARY=$1 KIND=$2 CC=$3
SCRATCH=$(mktemp -d)
trap 'rm -rf "$SCRATCH"' EXIT
export LD_LIBRARY_PATH="$LIBRARY"
INCLUDE="-I$HERE/../../include -I$HERE"
FAILED=0 SEEN=0

# judge NAME PROGRAM [PLUGIN]
judge() {
    name=$1 status=0
    shift
    said=$("$@" 2>&1) || status=$?
    if [ "$status" = 0 ] && [ "$said" = 75 ]; then
        echo "$name: right"
    elif [ "$status" = 3 ] && [ "$KIND" = system ] && echo "$said" | grep -q HM_LUA_SOURCE; then
        echo "$name: refused with a word"
    else
        echo "FAULT: $name: ends with $status: $said"
        FAILED=1
    fi
    SEEN=$((SEEN + 1))
}

# hosts NAME CFLAGS LUA: programs with this Lua, which CFLAGS find the headers of and LUA links.
hosts() {
    # shellcheck disable=SC2086 # lists of options
    {
        "$CC" $INCLUDE $2 -DLINKED "$HERE/host.c" "$HERE/score.c" -o "$SCRATCH/first" \
            -Wl,--no-as-needed $3 -L"$LIBRARY" -lhundredmark -lm -ldl
        "$CC" $INCLUDE $2 -DLINKED "$HERE/host.c" "$HERE/score.c" -o "$SCRATCH/last" \
            -Wl,--no-as-needed -L"$LIBRARY" -lhundredmark $3 -lm -ldl
        "$CC" $INCLUDE $2 "$HERE/host.c" -o "$SCRATCH/loads" $3 -lm -ldl
    }
    judge "$1, before the library" "$SCRATCH/first"
    judge "$1, after the library" "$SCRATCH/last"
    judge "$1, the library loaded" "$SCRATCH/loads" "$SCRATCH/plugin.so"
}

# shellcheck disable=SC2086
"$CC" $INCLUDE -shared -fPIC "$HERE/score.c" -o "$SCRATCH/plugin.so" -L"$LIBRARY" -lhundredmark

for lua in lua5.1 luajit; do
    flags=$(pkg-config --cflags $lua 2>/dev/null) || continue
    hosts "$lua, shared" "$flags" "$(pkg-config --libs $lua)"
    archive=$(pkg-config --variable=libdir $lua)/lib$lua.a
    [ $lua = lua5.1 ] || archive=$(pkg-config --variable=libdir $lua)/libluajit-5.1.a
    [ -f "$archive" ] || continue
    hosts "$lua, within the program" "$flags" \
        "-rdynamic -Wl,--whole-archive $archive -Wl,--no-whole-archive"
    hosts "$lua, what the program uses of it" "$flags" "-rdynamic $archive"
done
if [ $SEEN = 0 ]; then
    echo "FAULT: neither liblua5.1-0-dev nor libluajit-5.1-dev is installed"
    exit 1
fi
exit $FAILED
