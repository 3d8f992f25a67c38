return package {
    name = "broken", version = "1.0", api = 1,
    nodes = { { "index", "Index" } },
}
