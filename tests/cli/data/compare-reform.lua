return package { name = "reform", version = "1", api = 1, weights = { N = 1 }, drop = { "N2" } }
