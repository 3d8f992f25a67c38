return package { name = "missing_parent", version = "1", api = 1, nodes = { { "index", "Index" } } }
