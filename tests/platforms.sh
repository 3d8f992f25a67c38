#!/bin/bash
# Is it the same everywhere? Builds the program for other systems, has it score the examples there,
# and compares every byte with what the program built here prints.
#
#   tests/platforms.sh [PLATFORM...]      of: musl i386 arm64 s390x ubuntu-24.04; all by default
#
# Needs a build in build/ (or the folder that BUILD names). Lua and lua-cjson are compiled for each
# platform from Debian's source packages, which apt fetches without touching this system's lists;
# LUA_SOURCE and CJSON_SOURCE name unpacked ones instead. Another processor's programs run under
# qemu-user, and all are linked statically, so nothing else of that platform is needed:
#
#   apt install musl-tools qemu-user-static gcc-i686-linux-gnu gcc-aarch64-linux-gnu gcc-s390x-linux-gnu
#
# Ubuntu is a fresh root and needs root, debootstrap and Ubuntu's keyring, whose place UBUNTU_KEYRING
# names where it is another. Ends with a table: the same, different, or left out and why. Exit 1 when
# something differs or does not build. Bytes may differ where a package uses exp, log or ^: their
# last digit is the C library's own.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2
# shellcheck source=tests/fresh_root.sh
source tests/fresh_root.sh
export LC_ALL=C
unset LUA_PATH LUA_CPATH LUA_INIT LUA_PATH_5_4 LUA_CPATH_5_4 LUA_INIT_5_4 HUNDREDMARK_PATH

BUILD=$(realpath "${BUILD:-build}")
UBUNTU_KEYRING=${UBUNTU_KEYRING:-/usr/share/keyrings/ubuntu-archive-keyring.gpg}
scratch=$(mktemp -d)
trap 'fresh_root_remove "$scratch"' EXIT
rows=()
failed=0

say() {
    rows+=("$(printf '%-14s %s' "$1" "$2")")
    printf '\n== %s: %s\n' "$1" "$2"
}

# --- what is compared --------------------------------------------------------------------------

# The command lines, with what each prints, its messages, and how it ends.
command_lines() {
    local format package
    for format in csv json ndjson; do
        echo "score examples/study --format $format"
    done
    echo "score examples/cities/port-lumen"
    echo "score examples/cities/port-lumen-wide.csv --format table --depth 2"
    echo "score --stream examples/study/observations.csv"
    echo "score -p examples/packages/harbour-city examples/packages/harbour-city/data"
    echo "score -p examples/packages/national-2016 examples/study"
    for package in indicators/* examples/packages/*; do
        [[ -d $package ]] && echo "pack test $package"
    done
    echo "explain 'Port Lumen' L2.2.2 examples/cities/port-lumen"
    echo "check examples/study"
    echo "describe L1.1.1"
}

# print_all COMMAND...: all that the program so called prints.
print_all() {
    local line
    while read -r line; do
        echo "\$ $line"
        eval "\"\$@\" $line" 2>&1 </dev/null
        echo "exit $?"
    done < <(command_lines)
}

# compare PLATFORM COMMAND...
compare() {
    local platform=$1
    shift
    print_all "$@" >"$scratch/$platform.txt"
    if cmp -s "$scratch/here.txt" "$scratch/$platform.txt"; then
        say "$platform" "the same $(wc -c <"$scratch/here.txt") bytes"
    else
        diff "$scratch/here.txt" "$scratch/$platform.txt" | head -n 10
        say "$platform" "DIFFERENT"
        failed=1
    fi
}

# --- Lua for a platform ------------------------------------------------------------------------

# Unpacks the sources of Debian package $1 into folder $2.
get_source() {
    local package=$1 folder=$2 lists=$scratch/lists codename archive
    mkdir -p "$lists/partial" "$folder"
    codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
    echo "deb-src $(fresh_root_mirror) $codename main" >"$scratch/sources.list"
    local options=(-q -o "Dir::Etc::sourcelist=$scratch/sources.list" -o Dir::Etc::sourceparts=-
        -o "Dir::State::lists=$lists")
    (cd "$folder" && apt-get "${options[@]}" update && apt-get "${options[@]}" source \
        --download-only "$package") >"$scratch/apt.log" 2>&1 || return 1
    archive=$(echo "$folder"/*.orig.tar.*)
    tar -x -f "$archive" -C "$folder" --strip-components=1
}

find_sources() {
    if [[ -z ${LUA_SOURCE:-} ]]; then
        LUA_SOURCE=$scratch/lua-source
        get_source lua5.4 "$LUA_SOURCE" || return 1
    fi
    if [[ -z ${CJSON_SOURCE:-} ]]; then
        CJSON_SOURCE=$scratch/cjson-source
        get_source lua-cjson "$CJSON_SOURCE" || return 1
    fi
}

# make_lua PREFIX CC...: static Lua and lua-cjson with headers and a .pc file.
make_lua() {
    local prefix=$1 file flags=(-O2 -ffp-contract=off -w)
    shift
    mkdir -p "$prefix/lib/pkgconfig" "$prefix/include/lua5.4" "$prefix/objects"
    cp "$LUA_SOURCE"/src/*.h "$prefix/include/lua5.4"
    echo 'int luaopen_cjson(lua_State *L);' >"$prefix/include/lua5.4/lua-cjson.h"
    for file in "$LUA_SOURCE"/src/l*.c; do
        case $file in */lua.c | */luac.c) continue ;; esac
        "$@" "${flags[@]}" -std=gnu99 -DLUA_USE_POSIX -c "$file" \
            -o "$prefix/objects/$(basename "$file").o" || return 1
    done
    rm -f "$prefix"/lib/*.a
    ar rc "$prefix/lib/liblua5.4.a" "$prefix"/objects/*.o
    for file in lua_cjson strbuf fpconv; do
        "$@" "${flags[@]}" -std=gnu99 -I"$prefix/include/lua5.4" -c "$CJSON_SOURCE/$file.c" \
            -o "$prefix/$file.o" || return 1
    done
    ar rc "$prefix/lib/liblua5.4-cjson.a" "$prefix"/{lua_cjson,strbuf,fpconv}.o
    printf 'Name: Lua\nDescription: Lua\nVersion: 5.4\nCflags: -I%s\nLibs: -L%s -llua5.4 -lm\n' \
        "$prefix/include/lua5.4" "$prefix/lib" >"$prefix/lib/pkgconfig/lua5.4.pc"
}

# --- a platform --------------------------------------------------------------------------------

# cross PLATFORM PROCESSOR COMPILER EMULATOR [FLAG...]; the emulator may be ''.
cross() {
    local platform=$1 processor=$2 compiler=$3 emulator=$4 prefix=$scratch/$1/lua tool
    shift 4
    for tool in "$compiler" ${emulator:+"$emulator"}; do
        if ! command -v "$tool" >/dev/null; then
            say "$platform" "left out: $tool is missing"
            return
        fi
    done
    if ! { make_lua "$prefix" "$compiler" "$@" &&
        PKG_CONFIG_LIBDIR=$prefix/lib/pkgconfig cmake -S . -B "$scratch/$platform/build" \
            -DCMAKE_BUILD_TYPE=Release -DHM_TESTS=OFF -DCMAKE_SYSTEM_NAME=Linux \
            -DCMAKE_SYSTEM_PROCESSOR="$processor" -DCMAKE_C_COMPILER="$compiler" \
            -DCMAKE_CROSSCOMPILING_EMULATOR="$emulator" -DCMAKE_PREFIX_PATH="$prefix" \
            -DCMAKE_EXE_LINKER_FLAGS=-static &&
        cmake --build "$scratch/$platform/build" -j2 --target hundredmark; } \
        >"$scratch/log" 2>&1; then
        tail -n 20 "$scratch/log"
        say "$platform" "DOES NOT BUILD"
        failed=1
        return
    fi
    compare "$platform" ${emulator:+"$emulator"} "$scratch/$platform/build/hundredmark"
}

# The README's first command in a fresh Ubuntu.
ubuntu() {
    local root=$scratch/ubuntu obstacle
    obstacle=$(fresh_root_obstacle)
    [[ -n $obstacle || -r $UBUNTU_KEYRING ]] || obstacle="$UBUNTU_KEYRING is missing"
    if [[ -z $obstacle ]] && ! fresh_root_apart debootstrap --variant=minbase \
        --components=main,universe --keyring="$UBUNTU_KEYRING" noble "$root" \
        http://archive.ubuntu.com/ubuntu /usr/share/debootstrap/scripts/gutsy \
        >"$scratch/log" 2>&1; then
        obstacle=$(tail -n 1 "$scratch/log")
    fi
    if [[ -n $obstacle ]]; then
        say ubuntu-24.04 "left out: $obstacle"
        return
    fi
    mkdir "$root/src"
    tar -c --exclude=./.git --exclude='./build*' . | tar -x -C "$root/src"
    if ! DEBIAN_FRONTEND=noninteractive fresh_root_run "$root" bash -c "cd /src; $(awk '
        /^```$/ { shown = 0 } shown { print } /^```sh$/ { if (!blocks++) shown = 1 }' README.md)" \
        >"$scratch/log" 2>&1; then
        tail -n 20 "$scratch/log"
        say ubuntu-24.04 "DOES NOT BUILD"
        failed=1
        return
    fi
    # shellcheck disable=SC2016 # for the shell inside
    compare ubuntu-24.04 fresh_root_run "$root" sh -c 'cd /src && exec build/hundredmark "$@"' sh
}

platform() {
    case $1 in
    musl) cross musl x86_64 musl-gcc '' ;;
    i386) cross i386 i686 i686-linux-gnu-gcc qemu-i386-static -msse2 -mfpmath=sse ;;
    arm64) cross arm64 aarch64 aarch64-linux-gnu-gcc qemu-aarch64-static ;;
    s390x) cross s390x s390x s390x-linux-gnu-gcc qemu-s390x-static ;;
    ubuntu-24.04) ubuntu ;;
    *) echo "platforms.sh: no platform $1" >&2 && exit 2 ;;
    esac
}

[[ -x $BUILD/hundredmark ]] || { echo "platforms.sh: no program in $BUILD: build it first" >&2 && exit 2; }
[[ $# -gt 0 ]] || set -- musl i386 arm64 s390x ubuntu-24.04
find_sources || { cat "$scratch/apt.log" >&2 && exit 2; }
print_all "$BUILD/hundredmark" >"$scratch/here.txt"
for name in "$@"; do
    platform "$name"
done
printf '\nThe examples, compared with this system (%s):\n' "$(uname -m), $(. /etc/os-release && echo "$PRETTY_NAME")"
printf '  %s\n' "${rows[@]}"
exit "$failed"
