# shellcheck shell=bash
# Fresh systems in folders, for scripts that source this: .ci/run, platforms.sh and platform.sh.
#
#   fresh_root_obstacle                          prints why none can be made here, or nothing
#   fresh_root_make SUITE DIR [OPTION...]        the smallest Debian of that name, from the mirror
#                                                that apt uses here; options are debootstrap's
#   fresh_root_run DIR COMMAND [ARGUMENT...]     runs a command in it
#   fresh_root_remove DIR
#   fresh_root_fetch DIR SOURCE COMMAND... runs apt-get there with this line of sources.list alone,
#                                          without a change to this system's lists
#
# Nothing is mounted in name spaces other than the command's own. They end with it, and with them
# its /proc and every process that it left behind; so removing a root can never follow a mount.

fresh_root_obstacle() {
    local tool
    for tool in debootstrap unshare chroot; do
        if ! command -v "$tool" >/dev/null; then
            echo "$tool is missing"
            return
        fi
    done
    if [[ $(id -u) != 0 ]]; then
        echo "only root can make one"
    elif ! fresh_root_apart mount -t proc proc /proc 2>/dev/null; then
        echo "no name spaces with a /proc of their own can be made here"
    fi
}

fresh_root_apart() {
    unshare --mount --pid --fork --kill-child --propagation private "$@"
}

# Debian's, without what is for security updates alone.
fresh_root_mirror() {
    local mirror
    # shellcheck disable=SC2016 # for apt
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' \
        2>/dev/null | grep -v -m1 security || true)
    echo "${mirror:-http://deb.debian.org/debian/}"
}

fresh_root_make() {
    local suite=$1 root=$2
    shift 2
    fresh_root_apart debootstrap --variant=minbase "$@" "$suite" "$root" "$(fresh_root_mirror)" ||
        return 1
    # Nobody needs this system after a crash, so dpkg does not wait for the disk.
    echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/unsafe-io"
}

fresh_root_run() {
    local root=$1
    shift
    # shellcheck disable=SC2016 # variables of the inner shell
    fresh_root_apart sh -c 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"' "$root" "$@"
}

fresh_root_remove() {
    rm -rf --one-file-system "$1"
}

fresh_root_fetch() {
    local folder=$1 source=$2 lists=$1/lists options
    shift 2
    mkdir -p "$lists/partial"
    echo "$source" >"$folder/sources.list"
    options=(-q -o "Dir::Etc::sourcelist=$folder/sources.list" -o Dir::Etc::sourceparts=-
        -o "Dir::State::lists=$lists" -o APT::Sandbox::User=root)
    (cd "$folder" && apt-get "${options[@]}" update && apt-get "${options[@]}" "$@") >&2
}
