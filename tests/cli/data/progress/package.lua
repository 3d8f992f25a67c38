return package {
    name = "progress", version = "1", api = 1, title = "Scores of several years",
    nodes = { { "G", "Group" } },
}
