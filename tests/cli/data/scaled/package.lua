return package {
    name = "scaled", version = "1", api = 1,
    nodes = { { "index", "Index" } },
    policy = { rounding = 1 },
}
