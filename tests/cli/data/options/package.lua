return package { name = "options", version = "1", api = 1, nodes = { { "index", "Index" } } }
