return indicator {
    code = "zscore", parent = "index",
    name = "Waiting, by zscore",
    inputs = { "waiting" },
    measure = input.waiting,
    scale = "zscore", direction = "lower",
}
