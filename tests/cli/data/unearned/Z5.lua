return indicator {
    code = "Z5", parent = "Z", name = "Fewer of both are better",
    about = "The sum of two, neither of which is a whole.",
    inputs = { "incidents", "done" },
    measure = function(v)
        return 100 - 10 * (v.incidents + v.done)
    end,
    tests = { { incidents = 4, done = 1, score = 50 } },
}
