#!/bin/sh
# Shows what steps take beside evaluating: prints two tables, of steps that look at one column over
# 100,000 cities and of those that look at several over 1,000. See steps.c for the columns.
#
#     tests/bench/steps.sh BUILD [--quick]
#
# BUILD is a folder that cmake --build has filled (Release). --quick: a tenth of the cities.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${1:?usage: steps.sh BUILD [--quick]}" && pwd)
many=100000 some=1000 runs=7
if [ "${2:-}" = --quick ]; then
    many=10000 some=300
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cc -O2 -std=c11 -ffp-contract=off -I"$here/../../include" "$here/steps.c" \
    "$build/libhundredmark.a" -o "$work/steps" -llua5.4 -lpthread -lm

# table CITIES MISSING JOBS STEP...
table() {
    cities=$1 missing=$2 jobs=$3
    shift 3
    echo "| $cities cities, $jobs at a time | least | over evaluating | memory |"
    echo "|---|---:|---:|---:|"
    "$work/steps" "$cities" "$missing" "$runs" "$jobs" "$@"
}
for jobs in 1 2; do
    table "$many" 500 "$jobs" 'scale = "minmax"' 'scale = "zscore"' 'scale = "percentile"' \
        'scale = "rank"' 'scale = { "quantiles", 4 }' 'scale = "robust"' 'treat = "winsorise"' \
        'treat = "mad"' 'treat = "winsorise", scale = "rank"' 'impute = { "median", by = "region" }'
    echo
done
table "$some" 1000 1 'impute = "knn"' 'impute = "em"'
