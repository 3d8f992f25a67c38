return package { name = "function-looking-back", version = "1", api = 1, nodes = { { "index", "Index" } } }
