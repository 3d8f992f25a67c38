#!/bin/sh
# Shows what variations take beside a loop by hand: prints tables for 51 and for 1,000 cities.
#
#     tests/bench/variations.sh BUILD
#
# BUILD is a folder that cmake --build has filled (Release).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${1:?usage: variations.sh BUILD}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cc -O3 -march=native -std=c11 -ffp-contract=off -I"$here/../../include" "$here/variations.c" \
    "$build/libhundredmark.a" -o "$work/variations" -llua5.4 -lpthread -lm
for jobs in 1 2; do
    "$work/variations" 5 "$jobs"
    echo
done
