return package { name = "probed_editions", version = "1", api = 1, nodes = { { "I", "Index" } } }
