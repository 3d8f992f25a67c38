return indicator {
    code = "S1", parent = "streets",
    name = "Smart lamps",
    about = "Lamps that report their faults.",
    reference = "made up, 1",
    inputs = { count { "lamps_smart", "Lamps that report their faults" }, "lamps" },
    measure = percent(input.lamps_smart, input.lamps),
    tests = {
        { lamps_smart = 3, lamps = 4, score = 75, note = "Three of four." },
        { lamps_smart = 5, lamps = 4, value = 125, flags = "capped;part_exceeds_whole" },
        { lamps_smart = 0, lamps = 0, status = "undefined" },
    },
}
