-- What leads furthest by the package is not what is ahead most often when weights and methods vary.
return package {
    name = "surest", version = "1", api = 1,
    nodes = { { "index", "Index" }, { "A", "Work", parent = "index" }, { "B", "Town", parent = "index", weight = 2 } },
}
