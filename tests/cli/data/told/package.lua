return package {
    name = "told", version = "1", api = 1, breaks = { "2024" },
    nodes = { { "I", "Index" }, { "G", "Group", parent = "I" } },
}
