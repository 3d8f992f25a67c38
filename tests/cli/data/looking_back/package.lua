return package { name = "looking-back", version = "1", api = 1, nodes = { { "index", "Index" } } }
