#!/bin/bash
# Is it the same everywhere? Builds the program for other systems, has it score the examples there,
# and compares every byte with what the program built here prints.
#
#   tests/platforms.sh [PLATFORM...]      of: musl i386 arm64 s390x ubuntu-24.04; all by default
#
# Needs a build in build/ (or the folder that BUILD names). The platforms are built with a Lua of
# their own (HM_LUA_SOURCE), from Debian's source package, which apt fetches without touching this
# system's lists; LUA_SOURCE names unpacked sources instead. Another processor's programs run under
# qemu-user, and all are linked statically, so nothing else of that platform is needed:
#
#   apt install musl-tools qemu-user-static gcc-i686-linux-gnu gcc-aarch64-linux-gnu gcc-s390x-linux-gnu
#
# Ubuntu is a fresh root, in which the README's two commands are run; it needs root, debootstrap and
# Ubuntu's keyring, which is taken from Debian's package unless UBUNTU_KEYRING names one.
#
# Each platform has PLATFORM_SECONDS (1800 by default); one that takes longer is ended, and the
# others go on. Ends with a table: the same, different, not done, or left out and why. Exit 1 when
# anything but the first and the last was seen. Bytes may differ where a package uses exp, log or ^:
# their last digit is the C library's own.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2
# shellcheck source=tests/fresh_root.sh
source tests/fresh_root.sh
export LC_ALL=C
unset LUA_PATH LUA_CPATH LUA_INIT LUA_PATH_5_4 LUA_CPATH_5_4 LUA_INIT_5_4 HUNDREDMARK_PATH

BUILD=$(realpath "${BUILD:-build}")
limit=${PLATFORM_SECONDS:-1800}
scratch=$(mktemp -d)
trap 'fresh_root_remove "$scratch"' EXIT
rows=()
failed=0

find_lua() {
    local archive
    if [[ -z ${LUA_SOURCE:-} ]]; then
        LUA_SOURCE=$scratch/lua
        mkdir "$LUA_SOURCE"
        fresh_root_fetch "$LUA_SOURCE" "deb-src $(fresh_root_mirror) $(. /etc/os-release &&
            echo "$VERSION_CODENAME") main" source --download-only lua5.4 || return 1
        archive=$(echo "$LUA_SOURCE"/*.orig.tar.*)
        tar -x -f "$archive" -C "$LUA_SOURCE" --strip-components=1
    fi
    export BUILD LUA_SOURCE
}

# Builds and runs, in a process group of its own that ends with its time. Its temporary files, too,
# are removed with the others.
print_on() {
    mkdir "$scratch/$1"
    TMPDIR=$scratch/$1 timeout -s KILL "$limit" bash tests/platform.sh "$1" "$scratch/$1" </dev/null
}

# compare PLATFORM: what to say of it, in `result`; 1 where there is a fault.
compare() {
    local folder=$scratch/$1 status=0
    print_on "$1" || status=$?
    case $status in
    0)
        result="the same $(wc -c <"$folder/printed") bytes"
        cmp -s "$scratch/here/printed" "$folder/printed" && return
        diff "$scratch/here/printed" "$folder/printed" | head -n 10
        result="DIFFERENT: $(diff "$scratch/here/printed" "$folder/printed" | grep -c '^>') lines"
        ;;
    77)
        result="left out: $(<"$folder/step")"
        return
        ;;
    137) result="NOT DONE after $limit s: $(<"$folder/step")" ;;
    *) result=$(<"$folder/step") ;;
    esac
    return 1
}

[[ -x $BUILD/hundredmark ]] || { echo "platforms.sh: no program in $BUILD: build it first" >&2 && exit 2; }
platforms=(musl i386 arm64 s390x ubuntu-24.04)
[[ $# -gt 0 ]] || set -- "${platforms[@]}"
for name in "$@"; do
    [[ " ${platforms[*]} " == *" $name "* ]] ||
        { echo "platforms.sh: no platform \"$name\": there are ${platforms[*]}" >&2 && exit 2; }
done
find_lua || { echo "platforms.sh: the sources of Lua are not to be had" >&2 && exit 2; }
print_on here >/dev/null || { echo "platforms.sh: the program in $BUILD did not print" >&2 && exit 2; }
for name in "$@"; do
    begun=$SECONDS
    printf '\n== %s\n' "$name"
    compare "$name" || failed=1
    rows+=("$(printf '%-14s %5d s  %s' "$name" $((SECONDS - begun)) "$result")")
done
printf '\nThe examples, compared with this system (%s):\n' "$(uname -m), $(. /etc/os-release && echo "$PRETTY_NAME")"
printf '  %s\n' "${rows[@]}"
exit "$failed"
