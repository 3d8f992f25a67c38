return indicator {
    code = "S2", parent = "streets",
    name = "Crossings",
    inputs = {
        count { "crossings_safe", "Crossings with a signal", max = 200 },
        count { "crossings", "Crossings", max = 200 },
        flag { "speed_map", "There is a map of speed limits" },
    },
    measure = part("b1", 0.5 * percent(input.crossings_safe, input.crossings), "Safe crossings")
        + part("b2", points(input.speed_map, 50), "A map"),
    tests = { { crossings_safe = 1, crossings = 2, speed_map = true, score = 75 } },
}
