return indicator {
    code = "Z1", parent = "Z", name = "Nothing to do is all done", about = "A guard that pays.",
    inputs = { "done", "cases" },
    measure = function(v)
        return v.cases == 0 and 100 or 100 * v.done / v.cases
    end,
    tests = { { done = 3, cases = 4, score = 75 } },
}
