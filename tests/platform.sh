#!/bin/bash
# One platform of platforms.sh: builds the program for it and has it print what is compared.
#
#   tests/platform.sh PLATFORM FOLDER
#
# FOLDER/printed is what the program printed; FOLDER/step says what is being done, or, at the end,
# why it ended. Exit 0 when all was printed, 1 when something failed, 77 when the platform cannot be
# had here. The environment names BUILD (the program built here is the platform `here`), LUA_SOURCE
# and UBUNTU_KEYRING.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/fresh_root.sh
source tests/fresh_root.sh
# shellcheck source=tests/readme_command.sh
source tests/readme_command.sh

platform=$1
folder=$(realpath "$2")

step() {
    echo "$1" | tee "$folder/step"
}

left_out() {
    step "$1"
    exit 77
}

# failed WHAT: with the end of the log.
failed() {
    tail -n 20 "$folder/log"
    step "$1"
    exit 1
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
        step "hundredmark $line" >/dev/null
        echo "\$ $line"
        eval "\"\$@\" $line" 2>&1 </dev/null
        echo "exit $?"
    done < <(command_lines) >"$folder/printed"
    step "printed"
}

# --- the platforms -----------------------------------------------------------------------------

# cross PROCESSOR COMPILER [EMULATOR]: with a Lua of its own, linked statically, so that nothing else
# of that platform is needed. No package of this system is found: PKG_CONFIG_LIBDIR names a folder
# without any.
cross() {
    local processor=$1 compiler=$2 emulator=${3:-} tool
    for tool in "$compiler" ${emulator:+"$emulator"}; do
        command -v "$tool" >/dev/null || left_out "$tool is missing"
    done
    step "building"
    { PKG_CONFIG_LIBDIR=$folder cmake -S . -B "$folder/build" -DCMAKE_BUILD_TYPE=Release \
        -DHM_TESTS=OFF -DHM_LUA_SOURCE="$LUA_SOURCE" -DCMAKE_SYSTEM_NAME=Linux \
        -DCMAKE_SYSTEM_PROCESSOR="$processor" -DCMAKE_C_COMPILER="$compiler" \
        -DCMAKE_CROSSCOMPILING_EMULATOR="$emulator" -DCMAKE_EXE_LINKER_FLAGS=-static &&
        cmake --build "$folder/build" -j2 --target hundredmark; } >"$folder/log" 2>&1 ||
        failed "DOES NOT BUILD"
    print_all ${emulator:+"$emulator"} "$folder/build/hundredmark"
}

# Ubuntu's keyring: Debian 13 has it as a package, which apt checks before it is unpacked here.
ubuntu_keyring() {
    local keyring=${UBUNTU_KEYRING:-/usr/share/keyrings/ubuntu-archive-keyring.gpg}
    if [[ ! -r $keyring && -z ${UBUNTU_KEYRING:-} ]] &&
        fresh_root_fetch "$folder" "deb $(fresh_root_mirror) trixie main" download ubuntu-keyring; then
        dpkg-deb -x "$folder"/ubuntu-keyring_*.deb "$folder/keyring"
        keyring=$folder/keyring/usr/share/keyrings/ubuntu-archive-keyring.gpg
    fi
    echo "$keyring"
}

# The README's two commands in a fresh Ubuntu.
ubuntu() {
    local suite=$1 root=$folder/root obstacle keyring number
    obstacle=$(fresh_root_obstacle)
    [[ -z $obstacle ]] || left_out "$obstacle"
    step "making a fresh system"
    keyring=$(ubuntu_keyring)
    [[ -r $keyring ]] || left_out "$keyring is missing"
    fresh_root_apart debootstrap --variant=minbase --components=main,universe --keyring="$keyring" \
        "$suite" "$root" http://archive.ubuntu.com/ubuntu /usr/share/debootstrap/scripts/gutsy \
        >"$folder/log" 2>&1 || left_out "$(tail -n 1 "$folder/log")"
    mkdir "$root/src"
    tar -c --exclude=./.git --exclude='./build*' . | tar -x -C "$root/src"
    for number in 1 2; do
        step "the README's command $number"
        DEBIAN_FRONTEND=noninteractive fresh_root_run "$root" bash -c \
            "cd /src; $(readme_command $number)" >"$folder/log" 2>&1 ||
            failed "THE README'S COMMAND $number FAILS"
    done
    grep 'tests passed' "$folder/log"
    # shellcheck disable=SC2016 # for the shell inside
    print_all fresh_root_run "$root" sh -c 'cd /src && exec build/hundredmark "$@"' sh
}

case $platform in
here) print_all "$BUILD/hundredmark" ;;
musl) cross x86_64 musl-gcc ;;
i386) cross i686 i686-linux-gnu-gcc qemu-i386-static ;;
arm64) cross aarch64 aarch64-linux-gnu-gcc qemu-aarch64-static ;;
s390x) cross s390x s390x-linux-gnu-gcc qemu-s390x-static ;;
ubuntu-24.04) ubuntu noble ;;
*) left_out "there is no platform $platform" ;;
esac
