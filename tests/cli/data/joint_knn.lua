return package { name = "by-knn", version = "1", api = 1, policy = { impute = { "knn", 3 } } }
