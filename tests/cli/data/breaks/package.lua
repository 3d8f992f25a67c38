return package {
    name = "breaks", version = "1", api = 1, title = "Series that break",
    breaks = { "2022" },
    nodes = { { "G", "Group" } },
}
