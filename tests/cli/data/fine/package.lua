return package { name = "fine", version = "1", api = 1, nodes = { { "index", "Fine steps" } },
    policy = { range = false, group_range = false } }
