return package { name = "ruled", version = "1", api = 1, nodes = { { "index", "Index" } } }
