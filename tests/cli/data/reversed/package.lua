return package {
    name = "reversed", version = "1", api = 1, title = "A scale that learns from all cities",
    nodes = { { "G", "Group" } },
}
