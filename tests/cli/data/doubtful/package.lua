return package {
    name = "doubtful", version = "1", api = 1,
    nodes = {
        { "index", "Index" },
        { "A", "Alone", parent = "index", weight = 2 },
        { "B", "Both", parent = "index", weight = 2 },
    },
    weights = {
        A1 = 5,
        B1 = 1,
    },
}
