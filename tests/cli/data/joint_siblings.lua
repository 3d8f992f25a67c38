return package { name = "by-siblings", version = "1", api = 1, policy = { impute = { "siblings", middle = "median" } } }
