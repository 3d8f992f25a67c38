return package {
    name = "tested", version = "1", api = 1,
    nodes = {
        { "top", "Top" },
        { "old", "Old", parent = "top", to = "2019" },
    },
    policy = { min_coverage = 0 },
}
