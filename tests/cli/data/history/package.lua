return package { name = "history", version = "1", api = 1, nodes = { { "index", "Index" } } }
