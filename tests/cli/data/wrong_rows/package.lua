return package { name = "wrong_rows", version = "1", api = 1, weights = "weights.csv" }
