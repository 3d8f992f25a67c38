return indicator {
    code = "change", parent = "index", name = "Growth since the latest of two periods before",
    inputs = { "trees" },
    measure = growth(input.trees, { within = 2 }),
    tests = { { trees = 11, previous = { trees = 10 }, score = 10 } },
}
