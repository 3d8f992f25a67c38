return indicator {
    code = "percentile", parent = "index",
    name = "Waiting, by percentile",
    inputs = { "waiting" },
    measure = input.waiting,
    scale = "percentile", direction = "lower",
}
