#!/bin/sh
# Shows what variations take beside a loop by hand, and beside NumPy where it is installed: prints tables for 51 and for
# 1,000 cities; and then what other analyses take.
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
for size in "51 49" "1000 52"; do
    # shellcheck disable=SC2086
    python3 "$here/peer_variations.py" $size 5 || true # it says what is lacking
done
echo

cc -O3 -march=native -std=c11 -ffp-contract=off -I"$here/../../include" "$here/analyses.c" \
    "$build/libhundredmark.a" -o "$work/analyses" -llua5.4 -lpthread -lm
cc -O2 -std=c11 "$here/make_data.c" -o "$work/make_data" -lm
LUA_PATH="$here/?.lua;$here/../reference/?.lua;;" lua5.4 "$here/plan.lua" > "$work/plan"
for seed in 1 2; do
    "$work/make_data" "$work/plan" wide 100000 1 "$seed" 0.05 > "$work/$seed.csv"
done
for jobs in 1 2; do
    "$work/analyses" "$work/1.csv" "$work/2.csv" 3 "$jobs"
    echo
done
