#!/bin/sh
# Measures the engine and its peers in one go and prints ratios.
#
#     tests/bench/run.sh BUILD [--quick | --growth | --json | --steps]
#
# BUILD is a folder that cmake --build has filled (Release). --quick: a tenth of the data, for a look.
# --growth: only how time and memory grow (growth.sh), --json: only JSON beside CSV (json.sh), --steps:
# only steps beside evaluating (steps.sh), which otherwise come last.
# Needs cc, lua5.4, python3 with pandas; DuckDB (npm) is left out where it cannot be had.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${1:?usage: run.sh BUILD [--quick | --growth | --json | --steps]}" && pwd)
if [ "${2:-}" = --growth ]; then
    exec "$here/growth.sh" "$build"
elif [ "${2:-}" = --json ]; then
    exec "$here/json.sh" "$build"
elif [ "${2:-}" = --steps ]; then
    exec "$here/steps.sh" "$build"
fi
cities=100000 small=20000 runs=5 long=78000
if [ "${2:-}" = --quick ]; then
    cities=10000 small=2000 runs=3 long=7800
fi
python=$(command -v /usr/bin/python3 || command -v python3)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
export LUA_PATH="$here/?.lua;$here/../reference/?.lua;;"
export PYTHONDONTWRITEBYTECODE=1
results=$work/results
: > "$results"

say() { echo "$*" >&2; }
# note COMMAND...: its lines `NAME SECONDS` are results.
note() { "$@" >> "$results"; }
# whole NAME RUNS COMMAND...: seconds and peak memory of a process, from start to finish. Exit 1 is
# fine: figures of the example are doubtful.
whole() {
    name=$1 times=$2
    shift 2
    while [ "$times" -gt 0 ]; do
        "$work/timed" "$name" "$@" >> "$results" || [ $? -eq 1 ] || { say "failed: $*"; exit 1; }
        times=$((times - 1))
    done
}
# same WHAT FILE FILE: results of two that must agree.
same() {
    if lua5.4 "$here/same.lua" "$2" "$3"; then say "equal: $1"; else exit 1; fi
}

say "building"
flags="-O3 -march=native -ffp-contract=off"
lua5.4 "$here/plan.lua" > "$work/plan"
lua5.4 "$here/emit.lua" "$work"
cc $flags -std=c11 "$here/make_data.c" -o "$work/make_data" -lm
cc $flags -std=c11 "$here/timed.c" -o "$work/timed"
cc $flags -std=c11 -I"$work" "$here/peer_loop.c" -o "$work/peer_loop" -lm
cc $flags -std=c11 -I"$here/../../include" "$here/bench.c" "$build/libhundredmark.a" \
    -o "$work/bench" -llua5.4 -lpthread -lm
duckdb=no
(cd "$work" && echo '{}' > package.json && timeout 120 npm install --silent @duckdb/node-api \
    > /dev/null 2>&1) && duckdb=yes || say "left out: DuckDB (npm cannot install it here)"

say "making data"
"$work/make_data" "$work/plan" wide $cities 1 1 0.05 > "$work/wide.csv"
"$work/make_data" "$work/plan" wide $cities 1 1 0.05 words > "$work/words.csv"
"$work/make_data" "$work/plan" wide $small 1 1 0.05 > "$work/small.csv"
"$work/make_data" "$work/plan" long $long 1 1 0.05 > "$work/long.csv"
for n in 10 100 1000; do
    "$work/make_data" "$work/plan" wide $((cities / n)) 1 1 0.05 > "$work/wide-$n.csv"
done
for file in wide words small long; do
    echo "size-$file $(wc -c < "$work/$file.csv")" >> "$results"
done
echo "cells-wide $((cities * 135))" >> "$results"
echo "cells-long $((long * 135))" >> "$results"

say "comparing"
"$work/bench" sums "$work/small.csv" > "$work/sums"
"$work/peer_loop" sums "$work/small.csv" > "$work/sums-loop"
same "C loop" "$work/sums" "$work/sums-loop"
$python "$here/peer.py" "$work" sums "$work/small.csv" > "$work/sums-numpy"
same "NumPy" "$work/sums" "$work/sums-numpy"

say "start to finish"
example=$here/../../examples/cities/port-lumen
whole start 20 "$build/hundredmark" score "$example" --format table
whole import-pandas 10 $python -c 'import pandas'

say "evaluate and aggregate"
note "$work/bench" score "$work/wide.csv" $runs 1
note "$work/bench" rank "$work/wide.csv" $runs 1
"$work/bench" score "$work/wide.csv" $runs 2 | sed 's/^score/score-2/' >> "$results"
"$work/bench" rank "$work/wide.csv" $runs 2 | sed 's/^rank/rank-2/' >> "$results"
note "$work/peer_loop" time "$work/wide.csv" $runs
note $python "$here/peer.py" "$work" numpy "$work/wide.csv" $runs
note $python "$here/peer.py" "$work" pandas "$work/wide.csv" $runs
lua5.4 "$here/peer.lua" "$work" "$work/small.csv" $runs 2> "$work/index-lua" >> "$results"
same "plain Lua" "$work/sums" "$work/index-lua"
for n in 10 100 1000; do
    "$work/bench" score "$work/wide-$n.csv" $((runs * 10)) 1 | sed "s/^score/score-of-$n/" >> "$results"
done

say "reading"
note "$work/bench" read "$work/wide.csv" $runs
"$work/bench" read "$work/words.csv" $runs | sed 's/^read/read-words/' >> "$results"
taskset -c 0 "$work/bench" read "$work/wide.csv" $runs | sed 's/^read/read-alone/' >> "$results"
whole memory-wide 1 "$work/bench" read "$work/wide.csv" 1
note $python "$here/peer.py" "$work" read "$work/wide.csv" $runs
"$work/bench" read "$work/long.csv" 3 | sed 's/^read/read-long/' >> "$results"
whole memory-long 1 "$work/bench" read "$work/long.csv" 1
note $python "$here/peer.py" "$work" long "$work/long.csv" 1
if [ $duckdb = yes ]; then
    note node "$here/peer_duckdb.mjs" "$work" read "$work/wide.csv" 3
fi

say "from start to end"
whole end $runs "$build/hundredmark" score "$work/small.csv" --depth 2 -o "$work/scores.csv"
whole pandas-end 3 $python "$here/peer.py" "$work" end "$work/small.csv" "$work/scores-pandas.csv"
if [ $duckdb = yes ]; then
    node "$here/peer_duckdb.mjs" "$work" index "$work/small.csv" 1 2> "$work/index-duckdb" > "$work/out"
    same "DuckDB" "$work/sums" "$work/index-duckdb"
    whole duckdb-end 3 node "$here/peer_duckdb.mjs" "$work" end "$work/small.csv" 1 "$work/scores-duckdb.csv"
fi

say "writing"
note "$work/bench" write "$work/wide.csv" 3 "$work/all.csv"
rm -f "$work/all.csv"
note $python "$here/peer.py" "$work" write "$work/small.csv" 1 "$work/all.csv"

say "single calls"
note "$work/bench" function 20000 $((runs * 10)) # few cities: not the cost of fresh pages of memory
note lua5.4 "$here/peer_function.lua" $runs
note "$work/bench" session "$work/small.csv" $runs

lua5.4 "$here/ratios.lua" "$results" $cities $small

say "JSON beside CSV"
echo
"$here/json.sh" "$build" ${2:+"$2"}

say "growth"
echo
"$here/growth.sh" "$build" ${2:+"$2"}

say "steps"
echo
"$here/steps.sh" "$build" ${2:+"$2"}
