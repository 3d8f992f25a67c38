return indicator {
    code = "N1", parent = "N", name = "No answer is half the marks", about = "Silence pays.",
    inputs = { "done" },
    accepts_missing = true,
    measure = function(v)
        return v.done or 50
    end,
    tests = { { done = 30, score = 30 } },
}
