return package { name = "scale", version = "1", api = 1,
    nodes = {
        { "R", "Root" },
        { "A", "Alpha", parent = "R",
            scale = { "zscore", spraed = 15 } },
        { "B", "Beta", parent = "R",
            scale = "zscores" },
    },
}
