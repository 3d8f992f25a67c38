# Changes files under a running `score --watch` and prints what it showed: the case score-watch.
# Waits for what each change must bring about, so that it does not depend on how fast the machine is.
#
#   watch.sh SCRATCH       (with HUNDREDMARK, the program)
cp -r data/tiny data/aville.csv "$1"
cd "$1" || exit 9
: >out
: >err
"$HUNDREDMARK" score -p tiny aville.csv --city Aville --watch --depth 1 >out 2>err &
program=$!

# wait_for FILE TEXT COUNT: until TEXT stands COUNT times in FILE, at most some 20 seconds
wait_for() {
    tries=0
    until [ "$(grep -c "$2" "$1")" -ge "$3" ] || [ $tries -ge 200 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
}

wait_for err 'Ctrl-C ends' 1
sed 's/pipes_watched,90/pipes_watched,30/' aville.csv >new && mv new aville.csv
wait_for out '^changed: aville.csv' 1
sed 's/input.portal, 60/input.portal, 50/' tiny/P2.lua >new && mv new tiny/P2.lua
wait_for out '^changed: .*P2.lua' 1
echo 'x = =' >>tiny/P1.lua
wait_for err 'cannot be used' 1
sed '$d' tiny/P1.lua >new && mv new tiny/P1.lua
wait_for out '^changed: .*P1.lua' 1
kill -INT $program
wait $program
echo "exit $?" >>out
cat out
cat err >&2
