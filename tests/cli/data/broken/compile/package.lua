return package { name = "compile", version = "1", api = 1, nodes = { { "index", "Index" } } }
