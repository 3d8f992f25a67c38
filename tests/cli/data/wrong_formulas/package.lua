return package { name = "wrong_formulas", version = "1", api = 1 }
