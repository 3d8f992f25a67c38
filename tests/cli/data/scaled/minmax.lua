return indicator {
    code = "minmax", parent = "index",
    name = "Waiting, by minmax",
    inputs = { "waiting" },
    measure = input.waiting,
    scale = "minmax", direction = "lower",
}
