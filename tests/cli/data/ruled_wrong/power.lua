return indicator {
    code = "power", parent = "index", name = "Berths with shore power",
    about = "How many berths let ships turn their engines off.",
    inputs = {
        count { "powered", "Berths with shore power" },
        count { "planned", "Berths that get shore power this year" },
        count { "berths", "Berths" },
        flag { "port", "The city has a port" },
    },
    measure = when(input.port, percent(input.powered, input.berths) + 0 * input.planned, 0),
    tests = { { powered = 9, planned = 1, berths = 12, port = true, score = 75 } },
}
