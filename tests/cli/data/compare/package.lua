return package {
    name = "compare", version = "1", api = 1, title = "A small city index",
    nodes = {
        { "I", "City index" },
        { "N", "Networks", parent = "I", weight = 2 },
        { "H", "Health", parent = "I", aggregate = "geometric" },
    },
    policy = { min_coverage = 0.5 },
}
