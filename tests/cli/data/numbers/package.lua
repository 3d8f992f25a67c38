return package {
    name = "numbers", version = "1", api = 1,
    nodes = { { "top", "Top", aggregate = { "power", param.p } } },
}
