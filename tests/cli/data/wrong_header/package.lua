return package { name = "wrong_header", version = "1", api = 1, weights = "weights.csv" }
