return package {
    name = "circle", version = "1", api = 1,
    nodes = {
        { "index", "Index" },
        { "a", "A", parent = "b" },
        { "b", "B", parent = "a" },
    },
}
