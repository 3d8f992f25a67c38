return package { name = "probed_breaks", version = "1", api = 1, title = "Made up", breaks = { "2022" }, nodes = { { "G", "Group", from = "2020" } } }
