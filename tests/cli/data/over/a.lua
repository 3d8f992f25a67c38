return indicator {
    code = "a", parent = "I", name = "A", about = "Made up.",
    inputs = { number { "x", "X" } },
    measure = input.x, scale = { "minmax", over = "2020" },
    tests = {
        { period = "2020", x = 10, score = 0 },
        { period = "2020", x = 30, score = 100 },
        { period = "2020", x = 15, score = 25 },
    },
}
