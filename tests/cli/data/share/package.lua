return package { name = "share", version = "1", api = 1, nodes = { { "R", "Root" } } }
