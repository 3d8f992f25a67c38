return package { name = "reading", version = "1", api = 1, nodes = { { "R", "Root" } } }
