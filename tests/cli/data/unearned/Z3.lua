return indicator {
    code = "Z3", parent = "Z", name = "Nobody lives there",
    about = "Incidents of no inhabitants: a whole of 0, which pays; incidents of 0 are earned.",
    inputs = { "incidents", "inhabitants" },
    measure = when(eq(input.inhabitants, 0), 100, 100 - 100 * input.incidents / input.inhabitants),
    tests = { { incidents = 1, inhabitants = 4, score = 75 } },
}
