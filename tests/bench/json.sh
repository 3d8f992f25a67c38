#!/bin/sh
# Shows how much longer figures in JSON take than the same figures in CSV: whole runs of the program, by
# the time that they computed (user time), median of runs that take turns, and by their instructions
# where valgrind is.
#
#     tests/bench/json.sh BUILD [--quick]
#
# BUILD is a folder that cmake --build has filled (Release). Some 190,000 figures; --quick: a tenth.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${1:?usage: json.sh BUILD [--quick]}" && pwd)
cities=1500 runs=11
if [ "${2:-}" = --quick ]; then
    cities=150 runs=5
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
cc -O2 -std=c11 "$here/make_data.c" -o make_data -lm
cc -O2 -std=c11 "$here/timed.c" -o timed
LUA_PATH="$here/?.lua;$here/../reference/?.lua;;" lua5.4 "$here/plan.lua" > plan

# The form of the data, and the file that holds it.
make() { ./make_data plan "$1" $cities 1 1 0.05 > "$2"; }
make wide wide.csv
make long long.csv
make objects wide.ndjson
make ndjson long.ndjson
make array long.json

for file in wide.csv long.csv wide.ndjson long.ndjson long.json; do
    "$build/hundredmark" score -q "$file" -o "scores-$file.csv" || [ $? -eq 1 ]
    cmp "scores-wide.csv.csv" "scores-$file.csv"
done

: > times
for run in $(seq $runs); do
    for file in wide.csv long.csv wide.ndjson long.ndjson long.json; do
        ./timed "$file" "$build/hundredmark" score -q "$file" -o scores.csv >> times || [ $? -eq 1 ]
    done
done

instructions() {
    command -v valgrind > /dev/null || { echo -; return; }
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$build/hundredmark" score -q "$1" \
        -o scores.csv 2>&1 | sed -n 's/.*Collected : //p'
}
: > counts
for file in wide.csv long.csv wide.ndjson long.ndjson long.json; do
    echo "$file $(instructions "$file")" >> counts
done

lua5.4 "$here/json_ratios.lua" times counts
