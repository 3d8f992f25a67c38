return indicator { code = "H2", parent = "index", name = "Trees",
    about = "Trees a hundred people.",
    inputs = { count { "trees", "Trees" }, count { "people", "People", min = 1 } },
    measure = 100 * input.trees / input.people,
    tests = { { trees = 5, people = 10, score = 50 } },
}
