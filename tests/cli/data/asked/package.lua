return package { name = "asked", version = "1", api = 1, title = "Questions that depend on others",
    nodes = { { "index", "Index" } } }
