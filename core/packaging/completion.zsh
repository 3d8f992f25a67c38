#compdef hundredmark
# zsh completion for hundredmark. Commands, options and formats are read from --help, so they are
# always those of the program that is there.

# NAME:SUMMARY, a line each.
_hundredmark_commands() {
    hundredmark --help 2>/dev/null | awk '
        /^Commands/ { inside = 1; next }
        /^$/ { inside = 0 }
        inside {
            sub(/^ +/, "")
            name = summary = $0
            sub(/  .*/, "", name)
            sub(/^.*  +/, "", summary)
            print name ":" summary
        }'
}

# What _arguments takes, a line an option: "(-q --quiet)-q[no warnings]".
_hundredmark_options() {
    hundredmark $=1 --help 2>/dev/null | awk '
        function action(long, value, words) {
            if (value == "")
                return ""
            if (long == "--format" && match(words, /one of [^;]*/)) {
                words = substr(words, RSTART + 7, RLENGTH - 7)
                gsub(/,/, "", words)
                return ":format:(" words ")"
            }
            if (long == "--color")
                return ":when:(auto always never)"
            if (long == "--code")
                return ":code:_hundredmark_codes"
            if (long == "--package")
                return ":package:_hundredmark_packages"
            if (long == "--output")
                return ":file:_files"
            if (value ~ /FILE/)
                return ":records:_files"
            return ":" tolower(value) ": "
        }
        /^  (-., |    )--/ {
            line = $0
            short = ""
            if (match(line, /-[a-zA-Z], /))
                short = substr(line, RSTART, 2)
            match(line, /--[a-z-]+/)
            long = substr(line, RSTART, RLENGTH)
            line = substr(line, RSTART + RLENGTH)
            value = ""
            if (match(line, /^ [A-Z=]+/))
                value = substr(line, RSTART + 1, RLENGTH - 1)
            sub(/^ ?[A-Z=]* +/, "", line)
            rest = action(long, value, line)
            gsub(/\[/, "\\[", line) # mawk cannot read /[][:]/
            gsub(/\]/, "\\]", line)
            gsub(/:/, "\\:", line)
            many = long ~ /^--(records|city|period)$/ ? "*" : "(" short " " long ")"
            if (short != "")
                print many short "[" line "]" rest
            print many long (value == "" ? "" : "=") "[" line "]" rest
        }'
}

_hundredmark_codes() {
    local -a codes
    codes=(${(f)"$(hundredmark tree --quiet --format csv 2>/dev/null | sed -e 1d -e 's/,.*//')"})
    compadd -a codes
}

_hundredmark_packages() {
    _alternative 'builtin:package:(iso-iec-30146)' 'folder:folder:_files -/'
}

_hundredmark() {
    local -a commands second options
    local command=$words[2] first
    commands=(${(f)"$(_hundredmark_commands)"})
    if (( CURRENT == 2 )); then
        commands=(${commands:#* *:*} ${(u)${(M)commands:#[^ ]## *:*}%% *} help)
        _describe command commands
        return
    fi
    second=(${${(M)commands:#$command *:*}#$command })
    if (( $#second )); then
        if (( CURRENT == 3 )); then
            _describe "$command command" second
            return
        fi
        command+=" $words[3]"
        shift words
        (( CURRENT-- ))
    fi
    shift words
    (( CURRENT-- ))
    options=(${(f)"$(_hundredmark_options $command)"})
    case $command in
    explain) _arguments -s -S : $options '1:city: ' '2:code:_hundredmark_codes' '*:data:_files' ;;
    describe) _arguments -s -S : $options '1:code:_hundredmark_codes' ;;
    *) _arguments -s -S : $options '*:file:_files' ;;
    esac
}

_hundredmark "$@"
