return indicator {
    code = "A", parent = "index",
    name = "Answer",
    about = "Which of the answers was given, if the year is not doubted.",
    inputs = {
        choice { "answer", "The answer", options = { "01", "1.0", "TRUE" } },
        number { "level", "Level", min = 0, max = 5, warn_max = 4 },
    },
    measure = when(gt(input.level, 0), when(eq(input.answer, "01"), 40,
        when(eq(input.answer, "1.0"), 60, 80)), 0),
    tests = {
        { answer = "01", level = 1, score = 40 },
        { answer = "1.0", level = 1, score = 60 },
        { answer = "TRUE", level = 1, score = 80 },
    },
}
