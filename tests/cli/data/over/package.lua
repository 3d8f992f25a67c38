return package { name = "over", version = "1", api = 1, title = "Scaled over a year", nodes = { { "I", "Index" } } }
