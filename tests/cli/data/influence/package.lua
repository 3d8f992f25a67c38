return package { name = "influence", version = "1", api = 1, nodes = { { "I", "Index" } } }
