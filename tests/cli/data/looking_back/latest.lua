return indicator {
    code = "latest", parent = "index", name = "Trees in the latest of three periods before",
    inputs = { "trees" },
    measure = previous(input.trees, { within = 3 }),
}
