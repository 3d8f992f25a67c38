return package {
    name = "summed", version = "1", api = 1,
    nodes = {
        { "I", "Index", weight = 1 },
        { "T", "Points", parent = "I", aggregate = "sum" },
        { "G", "Governance", parent = "T", weight = 2, aggregate = "sum" },
        { "H", "Half", parent = "T", aggregate = { "sum", missing = "zero" } },
    },
}
