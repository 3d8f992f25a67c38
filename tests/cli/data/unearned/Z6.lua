return indicator {
    code = "Z6", parent = "Z", name = "The helpers know better", about = "0 of 0 is undefined.",
    inputs = { "done", "cases" },
    measure = function(v)
        return math.min(100, 100 * v.done / v.cases)
    end,
    tests = { { done = 3, cases = 4, score = 75 } },
}
