return package { name = "code_twice", version = "1", api = 1, nodes = { { "index", "Index" } } }
