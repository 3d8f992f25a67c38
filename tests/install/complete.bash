# What bash completes, a line each: complete.bash FILE, with the program on PATH.
# shellcheck source=/dev/null
source "$1"
failed=0

# expect "WORDS" REPLY...: the last word is the one to be completed.
expect() {
    IFS=' ' read -r -a COMP_WORDS <<<"$1"
    [[ $1 == *' ' ]] && COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _hundredmark 2>/dev/null # compopt has no completion to speak of here
    local got="${COMPREPLY[*]}"
    shift
    if [[ $got != "$*" ]]; then
        echo "${COMP_WORDS[*]}: '$got', expected '$*'"
        failed=1
    fi
}

# Which formats there are depends on the libraries that the program was built with.
all_formats() {
    hundredmark "$1" --help | tr -s '\n ' '  ' | sed 's/.*--format FORMAT one of \([^;]*\);.*/\1/; s/,//g'
}
for format in table csv json ndjson md; do
    [[ " $(all_formats score) " == *" $format "* ]] || failed=1
done

expect "hundredmark sc" score
expect "hundredmark --v" --version
expect "hundredmark pack te" test
expect "hundredmark score --fo" --format
# shellcheck disable=SC2046 # words
expect "hundredmark score --format " $(all_formats score)
expect "hundredmark explain --format j" json
expect "hundredmark score --format = nd" ndjson
expect "hundredmark score --color a" auto always
expect "hundredmark pack test --script-m" --script-memory
# shellcheck disable=SC2046
expect "hundredmark rank --format " $(all_formats rank)
expect "hundredmark rank all.csv --code L1.8." L1.8.1 L1.8.2
expect "hundredmark describe L1.8." L1.8.1 L1.8.2
expect "hundredmark explain Kestrelby L2.2." L2.2.1 L2.2.2 L2.2.3
expect "hundredmark explain Kestrelby L2 no-such-fi"
expect "hundredmark score --period 20"
expect "hundredmark score /etc/passw" "$(compgen -f /etc/passw | tr '\n' ' ' | sed 's/ $//')"
exit $failed
