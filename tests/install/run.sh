#!/bin/sh
# What `cmake --install` gives, a case each: run.sh CASE. The paths come from CMakeLists.txt:
#   BUILD SOURCE    the build tree and the sources       PREFIX    where it is installed, made anew
#   LIBDIR VERSION  as CMake has them                    SCRATCH   a folder for this case
#   CC CFLAGS       the compiler and the sanitizer's     SANITIZED not empty: built with a sanitizer
#   CMAKE PKG_CONFIG LUA   programs
# shellcheck disable=SC2317 # the cases are called by their names
set -eu
export LC_ALL=C
HERE=$(dirname "$0")
CITY=$SOURCE/examples/cities/port-lumen
EXAMPLES=$SOURCE/examples/embedding
LIBRARY=$PREFIX/$LIBDIR/libhundredmark.so
FAILED=0

fault() {
    echo "FAULT: $*"
    FAILED=1
}

# same NAME COMMAND...: what the command prints has to be expected/NAME.txt.
same() {
    name=$1
    shift
    "$@" >"$SCRATCH/$name.out" || fault "$* ends with $?"
    diff -u "$HERE/expected/$name.txt" "$SCRATCH/$name.out" || fault "$* prints something else"
}

# Programs the examples were built into: FOLDER has all of them.
run_examples() {
    same score "$1/score" "$CITY"
    same host "$1/host"
    same whatif "$1/whatif" "$CITY" one_stop_services 350 412 NR
    same weights "$1/weights" "$SOURCE/examples/study" 2019 200
    same arrow "$1/arrow"
    if "$1/score" no/such/file 2>"$SCRATCH/error" >&2; then
        fault "score ends well without its data"
    fi
    grep -q 'no/such/file' "$SCRATCH/error" || fault "the error does not name the file"
}

use_pkg_config() {
    export PKG_CONFIG_PATH="$PREFIX/$LIBDIR/pkgconfig"
    export LD_LIBRARY_PATH="$PREFIX/$LIBDIR"
}

# --- what is where -----------------------------------------------------------------------------

case_prefix() {
    rm -rf "$PREFIX"
    "$CMAKE" --install "$BUILD" --prefix "$PREFIX"
}

# A library with a Lua of its own (PRIVATE_LUA is not empty) comes without the Lua module.
without_module() {
    if [ -n "$PRIVATE_LUA" ]; then
        grep -v '/lua/5\.4/'
    else
        cat
    fi
}

case_files() {
    (cd "$PREFIX" && find . ! -type d | sed 's,^\./,,') |
        grep -v -e '^share/hundredmark/packages/' -e '^share/doc/hundredmark/examples/' \
            -e '/hundredmark_[a-z]*-[a-z]*\.cmake$' |
        sed -e "s,^$LIBDIR/,LIBDIR/," -e "s,\.so\.$VERSION$,.so.VERSION," \
            -e 's,^share/zsh/[a-z-]*/,share/zsh/ZSH/,' | sort >"$SCRATCH/found"
    without_module <"$HERE/files.txt" | sort | diff -u - "$SCRATCH/found" || fault "the list of files is another"
    diff -r -x README.md "$SOURCE/indicators" "$PREFIX/share/hundredmark/packages" || fault "packages differ"
    diff -r "$SOURCE/include/hundredmark" "$PREFIX/include/hundredmark" || fault "headers differ"
    diff -r "$CITY" "$PREFIX/share/doc/hundredmark/examples/cities/port-lumen" ||
        fault "example data differ"
    if grep -r -l -F -e "$SOURCE" -e "$BUILD" "$PREFIX/$LIBDIR/cmake" "$PREFIX/$LIBDIR/pkgconfig"
    then
        fault "these files name the build tree"
    fi
}

# --- names -------------------------------------------------------------------------------------

# Of a sanitizer's own marks nobody is warned.
only() {
    grep -v -E -e '^(__(odr_)?asan|__ubsan|__tsan|__sancov|__start_|__stop_)' -e "$1" || true
}

case_names() {
    readelf -d "$LIBRARY" | grep -q 'SONAME.*\[libhundredmark\.so\.0\.1\]' || fault "another SONAME"
    module=$PREFIX/$LIBDIR/lua/5.4/hundredmark.so
    for file in "$LIBRARY" "$module" "$PREFIX/bin/hundredmark"; do
        [ "$file" != "$module" ] || [ -z "$PRIVATE_LUA" ] || continue
        if readelf -d "$file" | grep -E 'R(UN)?PATH|TEXTREL'; then
            fault "$file has one of these"
        fi
    done
    nm -D --defined-only "$LIBRARY" | awk '{ print $3 }' | sort >"$SCRATCH/exported"
    [ -z "$(only '^hm_' <"$SCRATCH/exported")" ] || fault "exported without hm_"
    cat "$SOURCE"/include/hundredmark/*.h | grep -o -E '^HM_API [^(]*\(' |
        grep -o -E 'hm_[a-z0-9_]+\($' | tr -d '(' | sort >"$SCRATCH/declared"
    [ -s "$SCRATCH/declared" ] || fault "no HM_API in the headers"
    only '^$' <"$SCRATCH/exported" | diff "$SCRATCH/declared" - ||
        fault "what the headers declare (<) is not what is exported (>)"
    nm -g --defined-only "$PREFIX/$LIBDIR/libhundredmark.a" 2>/dev/null |
        awk 'NF == 3 { print $3 }' | sort >"$SCRATCH/static"
    [ -s "$SCRATCH/static" ] || fault "no names in the static library"
    [ -z "$(only '^hm_' <"$SCRATCH/static")" ] || fault "in the static library without hm_"
    [ -z "$PRIVATE_LUA" ] || return 0
    nm -D --defined-only "$module" | awk '{ print $3 }' |
        only '^$' >"$SCRATCH/module"
    echo luaopen_hundredmark | diff - "$SCRATCH/module" || fault "the module shows other names"
}

# --- the program -------------------------------------------------------------------------------

case_program() {
    program=$PREFIX/bin/hundredmark
    (cd / && env -i "$program" --version) | grep -q -F "$VERSION" || fault "another version"
    (cd / && env -i XDG_DATA_DIRS="$SCRATCH/nowhere" "$program" score -q --format csv "$CITY") >"$SCRATCH/built_in.csv"
    (cd / && env -i HUNDREDMARK_PATH="$PREFIX/share/hundredmark/packages" "$program" score -q \
        --format csv -p iso-iec-30146 "$CITY") >"$SCRATCH/installed.csv"
    cmp "$SCRATCH/built_in.csv" "$SCRATCH/installed.csv" ||
        fault "the installed package scores otherwise than the built-in one"
    grep -q '^Port Lumen,2025,index,' "$SCRATCH/installed.csv" || fault "no index"
    (cd / && env -i HUNDREDMARK_PATH="$PREFIX/share/hundredmark/packages" "$program" score -v \
        --depth 0 -p iso-iec-30146 "$CITY") 2>&1 | grep -q -F "$PREFIX/share/hundredmark" ||
        fault "the installed package is not the one that is used"
}

# The page has every command and option of --help, and no other.
case_man() {
    page=$PREFIX/share/man/man1/hundredmark.1
    program=$PREFIX/bin/hundredmark
    "$program" --help | awk '/^Commands/ { on = 1; next } /^$/ { on = 0 }
        on && /^  [^ ]/ { sub(/^ +/, ""); sub(/  .*/, ""); print }' >"$SCRATCH/commands"
    [ -s "$SCRATCH/commands" ] || fault "no commands in --help"
    : >"$SCRATCH/helped"
    while read -r command; do
        grep -q -E "^\.It Cm $command( |$)" "$page" || fault "no command $command in the page"
        # shellcheck disable=SC2086 # a command may be two words
        "$program" $command --help | grep -o -E '^ +(-., )?--[a-z-]+' |
            grep -o -E -e '--[a-z-]+' >>"$SCRATCH/helped"
    done <"$SCRATCH/commands"
    grep -o -E '^\.It .*' "$page" | grep -o -E 'Fl -[a-z-]+' | sed 's/^Fl /-/' | sort -u \
        >"$SCRATCH/paged"
    sort -u "$SCRATCH/helped" | diff - "$SCRATCH/paged" ||
        fault "options of --help (<) are not those of the page (>)"
    for code in 0 1 2 3 4 5; do
        grep -q "^\.It $code\$" "$page" || fault "no exit code $code in the page"
    done
    if command -v mandoc >/dev/null; then
        mandoc -T lint -W warning "$PREFIX"/share/man/man*/* || fault "mandoc warns"
    elif command -v man >/dev/null; then
        for page in "$PREFIX"/share/man/man*/*; do
            man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null
        done | tee "$SCRATCH/warnings"
        [ ! -s "$SCRATCH/warnings" ] || fault "man warns"
    else
        echo "not done: neither mandoc nor man is there to check the page's form"
    fi
}

case_completions() {
    folder=$PREFIX/share
    PATH="$PREFIX/bin:$PATH" bash "$HERE/complete.bash" \
        "$folder/bash-completion/completions/hundredmark" || fault "bash completes otherwise"
    if command -v zsh >/dev/null; then
        zsh -n "$folder"/zsh/*/_hundredmark || fault "zsh cannot read its completions"
    else
        echo "not done: zsh is missing"
    fi
    if command -v fish >/dev/null; then
        PATH="$PREFIX/bin:$PATH" fish -c "source $folder/fish/vendor_completions.d/hundredmark.fish
            complete -C 'hundredmark sco'" | grep -q '^score' || fault "fish completes otherwise"
    else
        echo "not done: fish is missing"
    fi
}

# Links of the pages lead somewhere, but for those to what only the sources have.
case_pages() {
    (cd "$PREFIX/share/doc/hundredmark" && "$LUA" "$SOURCE/tests/docs/pages.lua" core tests include) ||
        fault "a link leads nowhere"
}

# --- embedding ---------------------------------------------------------------------------------

case_cmake() {
    "$CMAKE" -S "$EXAMPLES" -B "$SCRATCH/build" -DCMAKE_PREFIX_PATH="$PREFIX" \
        -DCMAKE_C_COMPILER="$CC" -DCMAKE_C_FLAGS="$CFLAGS -Wall -Wextra -Werror"
    "$CMAKE" --build "$SCRATCH/build"
    run_examples "$SCRATCH/build"
    same score "$SCRATCH/build/score_static" "$CITY"
    if readelf -d "$SCRATCH/build/score_static" | grep libhundredmark; then
        fault "score_static takes the shared library"
    fi
}

case_pkg_config() {
    use_pkg_config
    [ "$("$PKG_CONFIG" --modversion hundredmark)" = "$VERSION" ] || fault "another version"
    # shellcheck disable=SC2046,SC2086 # lists of options
    for name in score host whatif weights arrow; do
        "$CC" -std=gnu11 $CFLAGS "$EXAMPLES/$name.c" -o "$SCRATCH/$name" \
            $("$PKG_CONFIG" --cflags --libs hundredmark) -pthread
    done
    run_examples "$SCRATCH"
    # shellcheck disable=SC2046,SC2086
    "$CC" $CFLAGS "$EXAMPLES/score.c" -o "$SCRATCH/score_static" \
        $("$PKG_CONFIG" --cflags hundredmark) "$PREFIX/$LIBDIR/libhundredmark.a" \
        $("$PKG_CONFIG" --libs --static hundredmark | sed 's/-lhundredmark//')
    same score "$SCRATCH/score_static" "$CITY"
    if [ -z "$SANITIZED" ]; then # nothing shared at all
        # shellcheck disable=SC2046
        "$CC" -static "$EXAMPLES/score.c" -o "$SCRATCH/score_all_static" \
            $("$PKG_CONFIG" --cflags --libs --static hundredmark)
        same score "$SCRATCH/score_all_static" "$CITY"
    fi
}

case_lua() {
    export LUA_CPATH="$PREFIX/$LIBDIR/lua/5.4/?.so"
    same score "$LUA" "$EXAMPLES/score.lua" "$CITY"
}

case_python() {
    use_pkg_config
    same score python3 -B "$EXAMPLES/score.py" "$CITY"
}

# The README shows what the examples really print.
case_readme() {
    for name in score host whatif weights arrow; do
        awk -v wanted="$HERE/expected/$name.txt" '
            BEGIN { while ((getline line < wanted) > 0) lines[++count] = line }
            { at = $0 == lines[at + 1] ? at + 1 : ($0 == lines[1] ? 1 : 0) }
            at == count { found = 1; exit }
            END { exit !found }' "$EXAMPLES/README.md" ||
            fault "README.md does not show what $name prints"
    done
}

mkdir -p "$SCRATCH"
"case_$1"
exit "$FAILED"
