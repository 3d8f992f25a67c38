return package {
    name = "worded", version = "1", api = 1,
    title = "Answers that look like numbers and flags",
    nodes = { { "index", "Index" } },
}
