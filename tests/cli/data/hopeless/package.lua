return package {
    name = "hopeless", version = "1", api = 1,
    nodes = { { "index", "Index" }, { "A", "Group", parent = "index" } },
}
