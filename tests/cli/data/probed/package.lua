return package {
    name = "probed", version = "1", api = 1, nodes = { { "index", "Index" } },
}
