return indicator {
    code = "kept", parent = "index", name = "Trees kept since the latest of two periods before",
    inputs = { amount { "trees", "Street trees, in thousands" } },
    measure = function(v)
        local before = previous("trees", { within = 2 })
        return v.trees >= before and 100 or percent(v.trees, before)
    end,
    tests = {
        { trees = 8, previous = { trees = 10 }, score = 80 },
        { trees = 11, previous = { trees = 10 }, score = 100 },
        { trees = 11, status = "not_reported" },
    },
}
