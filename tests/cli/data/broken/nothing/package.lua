return package { name = "nothing", version = "1", api = 1, nodes = { { "index", "Index" } } }
