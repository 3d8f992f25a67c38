return package {
    name = "least", version = "1", api = 1,
    nodes = {
        { "R", "Risk", direction = "lower" },
        { "E", "Exposure", parent = "R", direction = "lower" },
        { "C", "Capacity", parent = "R", aggregate = { "geometric", floor = 1 } },
        { "D", "Disorder", parent = "C", direction = "lower" },
    },
}
