return package { name = "overridden", version = "1", api = 1, nodes = { { "I", "Index" }, { "G", "G", parent = "I" } } }
