return indicator {
    code = "Z2", parent = "Z", name = "The same, and it is meant", about = "A test states it.",
    inputs = { "done", "cases" },
    measure = function(v)
        return v.cases == 0 and 100 or 100 * v.done / v.cases
    end,
    tests = { { done = 3, cases = 4, score = 75 }, { done = 0, cases = 0, score = 100 } },
}
