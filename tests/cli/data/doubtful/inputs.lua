return {
    count { "used", "Used" },
    count { "unused", "Used by nobody" },
}
