-- Points off: what this yields is taken off the mark of its parent, which never falls below 0.
return indicator {
    code = "L6.9", parent = "L6",
    name = "Security incidents",
    about = "Four points off cyber security for every incident that had to be reported to the " ..
        "authorities, twenty at most.",
    reference = "Harbour City, digital agenda",
    deducts = true,
    range = { 0, 20 },
    inputs = {
        count { "security_incidents", "Security incidents reported to the authorities" },
    },
    measure = 4 * input.security_incidents,
    tests = {
        { security_incidents = 0, score = 0 },
        { security_incidents = 3, score = 12 },
        { security_incidents = 7, value = 28, score = 20, flags = "capped" },
        { status = "not_reported",
          note = "Then nothing is taken off, but the data are incomplete." },
    },
}
