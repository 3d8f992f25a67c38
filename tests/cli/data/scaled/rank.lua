return indicator {
    code = "rank", parent = "index",
    name = "Waiting, by rank",
    inputs = { "waiting" },
    measure = input.waiting,
    scale = "rank", direction = "lower",
}
