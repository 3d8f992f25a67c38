# shellcheck shell=bash
# The commands that the README gives its readers, for scripts that source this and run them as they
# stand there, so that neither can change without the other: .ci/run and platform.sh.
#
#   readme_command 1|2        the first builds and scores, the second passes all tests

readme_command() {
    awk -v wanted="$1" '
        /^## / { inside = ($0 == "## Two commands") }
        inside && /^```$/ { shown = 0 }
        inside && shown && block == wanted { print }
        inside && /^```sh$/ { shown = 1; block++ }' README.md
}
