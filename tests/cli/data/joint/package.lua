return package { name = "joint", version = "1", api = 1, nodes = { { "R", "Root" } },
    policy = { impute = "em", range = false } }
