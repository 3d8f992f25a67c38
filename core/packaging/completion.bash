# bash completion for hundredmark. Commands, options and formats are read from --help, so they are
# always those of the program that is there.

# "score", "pack test", ...: a line each.
_hundredmark_commands() {
    hundredmark --help 2>/dev/null | awk '
        /^Commands/ { inside = 1; next }
        /^$/ { inside = 0 }
        inside { sub(/^ +/, ""); sub(/  .*/, ""); print }'
}

# The options of a command, short and long.
_hundredmark_options() {
    # shellcheck disable=SC2086 # a command may be two words
    hundredmark $1 --help 2>/dev/null | awk '
        /^  -.,? --/ { sub(",", "", $1); print $1; print $2 }
        /^ +--/ { print $1 }'
}

_hundredmark_formats() {
    # shellcheck disable=SC2086
    hundredmark $1 --help 2>/dev/null | tr -s '\n ' '  ' |
        sed -n 's/.*--format FORMAT *one of \([^;]*\);.*/\1/p' | tr -d ,
}

_hundredmark_codes() {
    hundredmark tree --quiet --format csv 2>/dev/null | sed -e 1d -e 's/,.*//'
}

# Splits the second argument's lines into COMPREPLY, those that begin with the first.
_hundredmark_reply() {
    mapfile -t COMPREPLY < <(compgen -W "$2" -- "$1")
}

# What the value of option $1 of command $2 may be; false where $1 takes none that is known.
_hundredmark_value() {
    case $1 in
    --format) _hundredmark_reply "$3" "$(_hundredmark_formats "$2")" ;;
    --color) _hundredmark_reply "$3" "auto always never" ;;
    --code) _hundredmark_reply "$3" "$(_hundredmark_codes)" ;;
    -p | --package)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$3"; compgen -W iso-iec-30146 -- "$3")
        ;;
    -o | --output | --records) mapfile -t COMPREPLY < <(compgen -f -- "$3") ;;
    --city | --period | --depth | --jobs | --script-* | --load-* | --run-*) COMPREPLY=() ;;
    *) return 1 ;;
    esac
}

_hundredmark() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local commands command=${COMP_WORDS[1]} arguments IFS=$' \t\n'
    COMPREPLY=()
    commands=$(_hundredmark_commands)
    if ((COMP_CWORD == 1)); then
        _hundredmark_reply "$current" "${commands} help --help --version"
        return
    fi
    arguments=$((COMP_CWORD - 2))
    if grep -q "^$command " <<<"$commands"; then # such as "pack"
        if ((COMP_CWORD == 2)); then
            _hundredmark_reply "$current" "$(sed -n "s/^$command //p" <<<"$commands")"
            return
        fi
        command+=" ${COMP_WORDS[2]}"
        arguments=$((COMP_CWORD - 3))
    fi
    if [[ $current == "=" ]]; then # --format=
        current=
    elif [[ $previous == "=" ]]; then # --format=js
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    if _hundredmark_value "$previous" "$command" "$current"; then
        return
    elif [[ $current == -* ]]; then
        _hundredmark_reply "$current" "$(_hundredmark_options "$command")"
    elif [[ $command == describe || ($command == explain && $arguments -eq 1) ]]; then
        _hundredmark_reply "$current" "$(_hundredmark_codes)"
    else
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
    fi
}

complete -F _hundredmark hundredmark
