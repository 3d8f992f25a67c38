return package { name = "raises", version = "1", api = 1, nodes = { { "index", "Index" } } }
