return package { name = "dated", version = "1", api = 1, nodes = { { "R", "Root" } } }
