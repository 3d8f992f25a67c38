return package { name = "late", version = "1", api = 1, nodes = { { "I", "Index", from = "2023" }, { "G", "G", parent = "I", to = "2024" } } }
