return indicator {
    code = "before", parent = "index", name = "Trees in the period before",
    inputs = { amount { "trees", "Street trees, in thousands" } },
    measure = previous(input.trees),
}
