#!/bin/bash
# What is written is whole or not there, and no file that is read is written over: whatever name it
# has, and whatever ends the program.
#
#   output.sh PROGRAM       (in the folder of the sources)
set -u -m    # -m: jobs in the background hear signals as those in front do

program=$(realpath "$1")
tests=$(realpath "$(dirname "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 9
failed=0

fail() {
    echo "failed: $*"
    failed=$((failed + 1))
}

# expect WHAT FOUND EXPECTED
expect() {
    [ "$2" = "$3" ] || fail "$1: found \"$2\", expected \"$3\""
}

# status COMMAND...: its exit code; what it says goes to the files said and shown
status() {
    "$@" >shown 2>said
    echo $?
}

# expect_said WHAT TEXT: standard error of the last command has the text
expect_said() {
    grep -q -F -- "$2" said || fail "$1: standard error has no \"$2\" but: $(cat said)"
}

# expect_no_rest WHAT: nothing half written is left in the folder
expect_no_rest() {
    expect "$1: files left behind" "$(find . -name '.hundredmark*' | wc -l)" 0
}

# wait_for COMMAND...: until it succeeds, at most some two minutes: machines are busy
wait_for() {
    for _ in $(seq 1200); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.1
    done
    fail "waited in vain for: $*"
}

cp "$tests/data/aville.csv" "$tests/data/repairs.csv" .
cp -r "$tests/data/tiny" tiny
cp aville.csv data.csv
ln -s data.csv link.csv
ln data.csv hard.csv
mkdir folder
cp aville.csv folder/observations.csv
cp repairs.csv folder/repairs.csv

# --- nothing that is read is written over ---

# refused WHAT FILE COMMAND...: exit code 2, a word, and FILE as it was
refused() {
    local what=$1 file=$2
    shift 2
    cp "$file" before
    expect "$what: exit code" "$(status "$program" "$@")" 2
    expect_said "$what" "will not be written over"
    cmp -s "$file" before || fail "$what: $file has changed"
    expect_no_rest "$what"
}

refused "another spelling" data.csv score -p tiny data.csv -o ./data.csv
refused "a symbolic link" data.csv score -p tiny data.csv -o link.csv
refused "data through a link" data.csv score -p tiny link.csv -o data.csv
refused "a hard link" data.csv score -p tiny data.csv -o hard.csv
refused "a file of a folder" folder/repairs.csv score -p tiny folder -o folder/repairs.csv
refused "records" repairs.csv score -p tiny data.csv --records repairs=repairs.csv -o repairs.csv
refused "a stream" data.csv score -p tiny --stream data.csv -o hard.csv
refused "a file of the package" tiny/P1.lua score -p tiny data.csv -o tiny/P1.lua --format csv
refused "check" data.csv check -p tiny data.csv -o hard.csv
refused "explain" data.csv explain -p tiny Aville W1 data.csv -o hard.csv --format json
refused "tree" tiny/package.lua tree -p tiny -o tiny/package.lua --format csv
refused "describe" tiny/package.lua describe -p tiny -o tiny/package.lua --format md
ln -s tiny/P2.lua sheet.csv
refused "template" tiny/P2.lua template -p tiny -o sheet.csv
refused "pack check" tiny/P2.lua pack check tiny -o tiny/P2.lua --format csv
refused "pack test" tiny/P2.lua pack test -p tiny -o tiny/P2.lua --format tap
refused "pack diff" tiny/P2.lua pack diff tiny tiny -o tiny/P2.lua --format json
refused_input() {
    "$program" score -p tiny - -o hard.csv <data.csv
}
cp data.csv before
expect "standard input: exit code" "$(status refused_input)" 2
cmp -s data.csv before || fail "standard input: data.csv has changed"
"$program" score -p tiny data.csv -o rows.csv -q
refused "rank" rows.csv rank -p tiny rows.csv -o ./rows.csv

# --- rows and their manifest are two files ---

# one_file WHAT ROWS MANIFEST: exit code 2, a word, and nothing is written
one_file() {
    rm -f rows.csv out
    expect "$1: exit code" "$(status "$program" score -p tiny --stream data.csv -o "$2" --manifest "$3")" 2
    expect_said "$1" "--manifest: the rows go to $3: name another file"
    [ ! -e rows.csv ] || fail "$1: something was written"
    expect_no_rest "$1"
}
ln -s rows.csv to-rows.csv
ln -s . here
one_file "a manifest of the same name" rows.csv rows.csv
one_file "a manifest by another spelling" rows.csv ./rows.csv
one_file "a manifest through a link" rows.csv to-rows.csv
one_file "rows through a link" to-rows.csv rows.csv
one_file "a manifest through a linked folder" folder/../rows.csv here/rows.csv
rm -f to-rows.csv here
"$program" score -p tiny --stream data.csv --manifest rows.csv >rows.csv 2>said
expect "rows that go to the manifest by standard output: exit code" $? 2
expect_said "rows that go to the manifest by standard output" "the rows go to rows.csv"
expect "a manifest as -" \
    "$(status "$program" score -p tiny --stream data.csv -o rows.csv --manifest -)" 2
expect "a manifest that is a folder" \
    "$(status "$program" score -p tiny --stream data.csv -o never.csv --manifest folder)" 5
expect "a manifest in no folder" \
    "$(status "$program" score -p tiny --stream data.csv -o never.csv --manifest nowhere/m)" 5
expect "a manifest on a full disk" \
    "$(status "$program" score -p tiny --stream data.csv -o rows.csv --manifest /dev/full -q)" 5
[ ! -e never.csv ] || fail "rows whose manifest cannot be written were written"
[ ! -e nowhere ] || fail "a folder was made for a manifest"
rm -f rows.csv

# --- whole or not there ---

"$program" score -p tiny data.csv --format csv -q >expected.csv

echo old >old.csv
chmod 640 old.csv
ln -s old.csv to-old.csv
expect "through a link: exit code" "$(status "$program" score -p tiny data.csv -o to-old.csv -q)" 0
cmp -s old.csv expected.csv || fail "through a link: the target was not written"
expect "through a link: it stays one" "$(readlink to-old.csv)" old.csv
expect "mode" "$(stat -c %a old.csv)" 640
(umask 027 && "$program" score -p tiny data.csv -o new.csv -q)
expect "mode of a new file" "$(stat -c %a new.csv)" 640
ln -s not-there.csv dangling.csv
expect "dangling link: exit code" "$(status "$program" score -p tiny data.csv -o dangling.csv -q)" 0
cmp -s not-there.csv expected.csv || fail "dangling link: its target was not written"
ln -s round.csv round.csv
expect "links in a circle" "$(status "$program" score -p tiny data.csv -o round.csv)" 5
expect "standard output as -" "$(status "$program" score -p tiny data.csv -o - -q)" 0
cmp -s shown expected.csv || fail "-o - did not write to standard output"
[ ! -e ./- ] || fail "-o - made a file"

mkfifo pipe
cat pipe >through &
"$program" score -p tiny data.csv -o pipe --format csv -q
wait $!
cmp -s through expected.csv || fail "a FIFO is written directly"
[ -p pipe ] || fail "the FIFO was exchanged for a file"
expect "/dev/stdout" "$("$program" score -p tiny data.csv -o /dev/stdout --format csv -q | cat)" \
    "$(cat expected.csv)"
expect_no_rest "written files"

# limited COMMAND...: no file may be larger than a block of 1024 bytes
limited() {
    (ulimit -f 1 && exec "$@")
}
for i in $(seq 9); do sed "s/Aville/City $i/" data.csv; done | awk 'NR == 1 || !/^city/' >many.csv
echo old >old.csv
expect "full: exit code" "$(status limited "$program" score -p tiny many.csv -o old.csv -q)" 5
expect_said "full" "cannot write old.csv: File too large"
expect "full: the old file" "$(cat old.csv)" old
expect "full stream: exit code" \
    "$(status limited "$program" score -p tiny --stream many.csv -o old.csv -q)" 5
expect "full stream: the old file" "$(cat old.csv)" old
expect "full, direct" "$(status "$program" score -p tiny many.csv -o /dev/full)" 5
full_output() {
    "$program" score -p tiny many.csv >/dev/full
}
expect "full standard output" "$(status full_output)" 5
expect "a script's new package" "$(status limited "$program" template -o old.csv)" 5
expect "full template: the old file" "$(cat old.csv)" old
{ cat many.csv && tail -n 3 data.csv && sed -n 2p many.csv; } >again.csv
expect "a city that comes again" "$(status "$program" score -p tiny --stream again.csv -o old.csv)" 3
expect "a city that comes again: the old file" "$(cat old.csv)" old
expect_no_rest "full"

if [ "$(id -u)" -ne 0 ]; then
    chmod 440 old.csv
    expect "read-only: exit code" "$(status "$program" score -p tiny data.csv -o old.csv)" 5
    expect "read-only: the old file" "$(cat old.csv)" old
    chmod 640 old.csv
fi

# --- signals ---

# interrupted SIGNAL STATUS WORD: a stream waits for data, its output half written
interrupted() {
    echo old >old.csv
    rm -f input
    mkfifo input
    "$program" score -p tiny --stream input -o old.csv 2>said &
    local job=$!
    exec 7>input
    cat many.csv >&7
    wait_for sh -c 'ls .hundredmark.*'
    kill -s "$1" $job
    wait $job
    expect "SIG$1: exit code" $? "$2"
    exec 7>&-
    expect "SIG$1: the old file" "$(cat old.csv)" old
    [ -z "$3" ] || expect_said "SIG$1" "$3"
}
interrupted INT 130 "hundredmark: interrupted"
expect_no_rest "SIGINT"
interrupted TERM 143 "hundredmark: asked to end (SIGTERM)"
expect_no_rest "SIGTERM"
interrupted HUP 129 "hundredmark: the terminal is gone (SIGHUP)"
expect_no_rest "SIGHUP"
interrupted KILL 137 ""
rm -f .hundredmark.*    # nothing can catch SIGKILL

# The engine is at work, and no end is near: Ctrl-C ends it in order, as the last words show, which no
# handler of signals has. Its output is begun, the cell before is rejected.
mkdir slow
cat >slow/package.lua <<'END'
return package { name = "slow", version = "1", api = 1, nodes = { { "R", "Root" } } }
END
cat >slow/S.lua <<'END'
return indicator { code = "S", parent = "R", name = "Slow", inputs = { number { "n", "A number" } },
    measure = function(v) local sum = 0 for i = 1, 20000 do sum = sum + i % 7 end return v.n end }
END
{ echo city,period,n; echo A,2025,many; seq 1 200000 | sed 's/.*/C&,2025,1/'; } >long.csv
begun() {
    local files
    files=(.hundredmark.*)
    [ -s "${files[0]}" ]
}
at_work() {
    echo old >old.csv
    "$program" score -p slow --stream long.csv -o old.csv --jobs 1 2>said &
    job=$!
    wait_for begun
}
at_work
kill -s INT $job
wait $job
expect "Ctrl-C at work: exit code" $? 130
expect "Ctrl-C at work: the old file" "$(cat old.csv)" old
expect_said "Ctrl-C at work" "hundredmark: 1 cell rejected"
expect_said "Ctrl-C at work" "hundredmark: interrupted"
expect_no_rest "Ctrl-C at work"
# Twice is at once, wherever the program is; nothing is left either.
at_work
kill -s INT $job
kill -s INT $job 2>/dev/null
wait $job
expect "Ctrl-C twice: exit code" $? 130
expect "Ctrl-C twice: the old file" "$(cat old.csv)" old
expect_no_rest "Ctrl-C twice"
# The same of a run that writes nothing yet.
"$program" score -p slow long.csv -o old.csv 2>said &
job=$!
sleep 0.5
kill -s INT $job
wait $job
expect "Ctrl-C of a run: exit code" $? 130
expect_said "Ctrl-C of a run" "hundredmark: interrupted"
expect "Ctrl-C of a run: the old file" "$(cat old.csv)" old
expect_no_rest "Ctrl-C of a run"

# what the caller ignores stays ignored
mkfifo ignored
(trap '' HUP && exec "$program" score -p tiny --stream ignored -o hung-up.csv -q) &
job=$!
exec 7>ignored
wait_for sh -c 'ls .hundredmark.*'
kill -s HUP $job
cat data.csv >&7
exec 7>&-
wait $job
expect "SIGHUP ignored: exit code" $? 0
expect "SIGHUP ignored: lines" "$(wc -l <hung-up.csv)" "$(wc -l <expected.csv)"

# --- who reads has seen enough ---

"$program" score -p tiny many.csv --format csv -q 2>said | head -n 1 >/dev/null
expect "a closed pipe" "${PIPESTATUS[0]}" 0
"$program" score -p tiny --stream many.csv -q 2>said | true
expect "a closed pipe of a stream" "${PIPESTATUS[0]}" 0
expect "a closed pipe: standard error" "$(cat said)" ""

# --- rows that are read as they come ---

# flushed WHAT JOBS INPUT...: lines of two cities and the first line of a third are there, more may
# come: the two are written all the same, and the third when it is whole
flushed() {
    local what=$1 jobs=$2 job
    shift 2
    rm -f live
    mkfifo live
    "$program" score -p tiny --stream live --depth 0 --flush 0.1 --jobs "$jobs" "$@" -q >lived &
    job=$!
    exec 7>live
    head -n 3 coming >&7
    wait_for grep -q "^.*One.*2025" lived
    sed -n 4p coming >&7
    wait_for grep -q "^.*Two.*2025" lived
    grep -q Three lived && fail "$what: a city was written before it was whole"
    sed -n 5p coming >&7
    exec 7>&-
    wait $job
    expect "$what: exit code" $? 0
    "$program" score -p tiny --stream coming --depth 0 "$@" -q >at-once
    cmp -s lived at-once || fail "$what: other rows than those of one batch"
}
{
    echo city,period,pipes_watched,pipes
    echo One,2025,1,2
    echo Two,2025,1,4
    echo Three,2025,1,5
    echo Three,2024,3,5
} >coming
flushed "a CSV stream" 1
flushed "a CSV stream, two threads" 2
for row in One,2024 One,2025 Two,2025 Three,2025 Three,2024; do
    echo "{\"city\":\"${row%,*}\",\"period\":\"${row#*,}\",\"input\":\"pipes\",\"value\":3}"
done >coming
flushed "an NDJSON stream" 2 --format ndjson

# --- descriptors that are closed ---

sed 's/pipes_watched,90/pipes_watched,far/' data.csv >bad.csv
"$program" score -p tiny bad.csv -o result.csv 2>&-
expect "closed standard error: exit code" $? 1
grep -q ": rejected:" result.csv && fail "closed standard error: messages are in the result"
expect "closed standard error: lines" "$(wc -l <result.csv)" "$(wc -l <expected.csv)"
"$program" score -p tiny data.csv --format csv 2>said >&-
expect "closed standard output: exit code" $? 5
expect_said "closed standard output" "cannot write standard output"
"$program" score -p tiny data.csv -o result.csv -q >&-
expect "closed standard output, not needed" $? 0
"$program" score -p tiny - -o never.csv 2>said <&-
expect "closed standard input: exit code" $? 3
"$program" score -p tiny data.csv -o result.csv -q <&- >&- 2>&-
expect "all closed" $? 0
cmp -s result.csv expected.csv || fail "all closed: another result"
[ ! -e never.csv ] || fail "closed standard input: a result was written"
expect_no_rest "descriptors"

# --- memory that runs out ---

# starved KIB COMMAND...: with so much address space
starved() {
    local kib=$1
    shift
    prlimit --as=$((kib * 1024)) "$@"
}

# hungry WHAT COMMAND...: from where the program starts to where the command succeeds there is nothing
# but 6, and nothing half written. Some 10 KiB before it starts, glibc's loader falls over memory that
# it does not get: that may be met once.
hungry() {
    local what=$1 code=0 starving=0 fallen=0
    shift
    # Below the size of its file the system itself ends it while it is being loaded.
    for kib in $(seq $((($(stat -c %s "$program") + 524288) / 102400 * 100)) 100 30000); do
        echo old >old.csv
        code=$(status starved "$kib" "$@")
        case $code in
        0) break ;;
        127) continue ;; # the system could not even load it
        139)
            [ $((starving + fallen)) -eq 0 ] || fail "$what, $kib KiB: exit code $code: $(cat said)"
            fallen=1
            continue
            ;;
        6) expect_said "$what, $kib KiB" "hundredmark: out of memory" ;;
        *) fail "$what, $kib KiB: exit code $code: $(cat said)" ;;
        esac
        expect "$what, $kib KiB: the old file" "$(cat old.csv)" old
        starving=$((starving + 1))
    done
    expect "$what, in the end: exit code" "$code" 0
    [ "$starving" -gt 3 ] || fail "$what was never without memory"
}
if starved 400000 "$program" --version >/dev/null 2>&1; then
    hungry "score" "$program" score -p tiny many.csv -o old.csv -q
    hungry "a stream" "$program" score -p tiny --stream many.csv -o old.csv -q
    "$program" score -p tiny many.csv -o rows.csv -q
    hungry "rank" "$program" rank -p tiny rows.csv -o old.csv -q
    hungry "check" "$program" check many.csv -o old.csv -q
    hungry "template" "$program" template -o old.csv -q
    hungry "pack check" "$program" pack check tiny -o old.csv -q
    expect_no_rest "memory"
else
    echo "left out: a program with sanitizers cannot be short of address space"
fi

# --- files that cannot be opened, a stack that is small ---

# few COUNT COMMAND...: with so many descriptors
few() {
    local count=$1
    shift
    (ulimit -n "$count" && exec "$@")
}

# From where the system can load the program to where there are enough: nothing but 6. Below, the
# system says why it cannot.
few_files() {
    local what=$1 code=0 refused=0
    shift
    for count in $(seq 4 12); do
        echo old >old.csv
        code=$(status few "$count" "$@")
        case $code in
        0) break ;;
        127) continue ;;
        6) expect_said "$what, $count files" "too many files are open" ;;
        *) fail "$what, $count files: exit code $code: $(cat said)" ;;
        esac
        expect "$what, $count files: the old file" "$(cat old.csv)" old
        refused=$((refused + 1))
    done
    expect "$what, in the end: exit code" "$code" 0
    [ "$refused" -gt 0 ] || fail "$what always had enough files"
}
few_files "score, few files" "$program" score -p tiny data.csv -o old.csv -q
few_files "a stream, few files" "$program" score -p tiny --stream data.csv -o old.csv -q
"$program" score -p tiny data.csv -o rows.csv -q
few_files "rank, few files" "$program" rank -p tiny rows.csv -o old.csv -q
few_files "check, few files" "$program" check -p tiny data.csv -o old.csv -q
few_files "pack check, few files" "$program" pack check tiny -o old.csv -q

# what leads nowhere is not as good as absent
mkdir lost
cp repairs.csv lost/repairs.csv
ln -s not-mounted/observations.csv lost/observations.csv
expect "data that lead nowhere: exit code" "$(status "$program" score -p tiny lost -o old.csv)" 3
expect_said "data that lead nowhere" "lost/observations.csv: no such file"

mkdir deep
cat >deep/package.lua <<'END'
return package { name = "deep", version = "1", api = 1, nodes = { { "R", "Root" } } }
END
cat >deep/A.lua <<'END'
return indicator { code = "A", parent = "R", name = "A", inputs = { count { "pipes", "P" } },
  measure = function(v)
    local function f(s) return (s:gsub(".", f)) end
    return #f("ab") + v.pipes
  end }
END
small_stack() {
    (ulimit "$1" -s 128 && shift && exec "$program" score -p deep data.csv --jobs 1)
}
expect "a small stack that can be raised: exit code" "$(status small_stack -S)" 1
if starved 400000 "$program" --version >/dev/null 2>&1; then
    expect "a small stack: exit code" "$(status small_stack -SH)" 6
    expect_said "a small stack" "the stack is limited to less than 1 MiB"
fi

[ "$failed" -eq 0 ] && echo "all is as it should be"
exit $((failed > 0))
