-- Each indicator's function runs into a limit of its own.
return package {
    name = "greedy", version = "1", api = 1, title = "Greedy index",
    nodes = { { "index", "Greedy index" } },
}
