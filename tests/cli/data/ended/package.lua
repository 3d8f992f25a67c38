return package { name = "ended", version = "1", api = 1, nodes = { { "I", "Index" }, { "G", "G", parent = "I" } } }
