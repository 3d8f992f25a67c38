#!/bin/sh
# Shows how time and memory grow with cities, periods and indicators: prints a table of what a unit
# of work takes, over three decades each. See growth.c for the columns.
#
#     tests/bench/growth.sh BUILD [--quick]
#
# BUILD is a folder that cmake --build has filled (Release). --quick: without the last decade. A
# package has at most 10,000 files, so that indicators end just below.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${1:?usage: growth.sh BUILD [--quick]}" && pwd)
many="10000 100000" periods="100 1000" indicators="1000 9990"
if [ "${2:-}" = --quick ]; then
    many=10000 periods=100 indicators=1000
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cc -O2 -std=c11 -ffp-contract=off -I"$here/../../include" "$here/growth.c" \
    "$build/libhundredmark.a" -o "$work/growth" -llua5.4 -lpthread -lm

echo "| indicators | cities | periods | open | read | bind | evaluate | aggregate | rank | write |" \
    "package | data | scores |"
echo "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
for n in 100 1000 $many; do "$work/growth" 52 "$n" 1 5; done
for n in 1 10 $periods; do "$work/growth" 52 100 "$n" 5; done
for n in 10 100 $indicators; do "$work/growth" "$n" 100 1 5; done
