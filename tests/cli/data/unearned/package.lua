return package {
    name = "unearned", version = "1", api = 1,
    nodes = { { "index", "Index" }, { "Z", "Zeros", parent = "index" },
        { "N", "Nothing", parent = "index" } },
}
