return package { name = "unknown_input", version = "1", api = 1, nodes = { { "index", "Index" } } }
