return indicator {
    code = "B1", parent = "B", name = "Out of range",
    inputs = { "used" },
    measure = input.used * 10,
    tests = { { used = 12, score = 100 }, { used = 13, score = 100, flags = "capped" },
        { used = 3, score = 31 } },
}
