# fish completion for hundredmark. Commands, options and formats are read from --help, so they are
# always those of the program that is there.

# NAME and SUMMARY, with a tab between them, a line each.
function __hundredmark_commands
    hundredmark --help 2>/dev/null | awk '
        /^Commands/ { inside = 1; next }
        /^$/ { inside = 0 }
        inside {
            sub(/^ +/, "")
            name = summary = $0
            sub(/  .*/, "", name)
            sub(/^.*  +/, "", summary)
            print name "\t" summary
        }'
end

# The command on the line: one word, or two where the first is a group such as "pack".
function __hundredmark_command
    set -l words (commandline -opc)[2..]
    if test (count $words) -ge 2; and __hundredmark_commands | string match -q -- "$words[1] *"
        echo $words[1] $words[2]
    else if test (count $words) -ge 1
        echo $words[1]
    end
end

# Whether the command, or the second word of one such as "pack test", is still to come.
function __hundredmark_wants_command
    set -l words (commandline -opc)[2..]
    test (count $words) -eq 0; or begin
        test (count $words) -eq 1
        and __hundredmark_commands | string match -q -- "$words[1] *"
    end
end

function __hundredmark_candidates
    set -l words (commandline -opc)[2..]
    if test (count $words) -eq 1
        __hundredmark_commands | string replace -f -- "$words[1] " ''
    else
        __hundredmark_commands | string match -v -r '^\S+ \S'
        __hundredmark_commands | string match -r '^\S+(?= )' | sort -u
        echo help
    end
end

# Options with their help, for a token that begins with a dash.
function __hundredmark_options
    set -l command (string split ' ' -- (__hundredmark_command))
    test -n "$command"; or return
    hundredmark $command --help 2>/dev/null | awk '
        /^  (-., |    )--/ {
            match($0, /--[a-z-]+/)
            long = substr($0, RSTART, RLENGTH)
            help = substr($0, RSTART + RLENGTH)
            sub(/^ ?[A-Z=]* +/, "", help)
            print long "\t" help
        }'
end

function __hundredmark_formats
    set -l command (string split ' ' -- (__hundredmark_command))
    hundredmark $command --help 2>/dev/null |
        tr -s '\n ' '  ' | sed -n 's/.*--format FORMAT *one of \([^;]*\);.*/\1/p' | string split ', '
end

function __hundredmark_codes
    hundredmark tree --quiet --format csv 2>/dev/null | sed -e 1d -e 's/,.*//'
end

function __hundredmark_wants_code
    set -l words (commandline -opc)[2..]
    test "$words[1]" = describe; or begin
        test "$words[1]" = explain; and test (count $words) -eq 2
    end
end

complete -c hundredmark -n __hundredmark_wants_command -f -a '(__hundredmark_candidates)'
complete -c hundredmark -n 'string match -q -- "-*" (commandline -ct)' -a '(__hundredmark_options)'
complete -c hundredmark -n __hundredmark_wants_code -f -a '(__hundredmark_codes)'
complete -c hundredmark -l format -x -a '(__hundredmark_formats)'
complete -c hundredmark -l color -x -a 'auto always never'
complete -c hundredmark -l code -x -a '(__hundredmark_codes)'
complete -c hundredmark -s p -l package -x -a '(__fish_complete_directories) iso-iec-30146'
complete -c hundredmark -s o -l output -r -F
complete -c hundredmark -l records -r -F
for option in city period depth jobs
    complete -c hundredmark -l $option -x
end
