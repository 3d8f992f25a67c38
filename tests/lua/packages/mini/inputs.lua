return {
    count { "lamps", "Street lamps" },
}
