return indicator {
    code = "Z4", parent = "Z", name = "Fewer are better", about = "None is the best there is.",
    inputs = { "incidents" },
    measure = goalposts(input.incidents, 10, 0),
    tests = { { incidents = 4, score = 60 } },
}
