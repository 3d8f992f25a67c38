return package { name = "wrong_cells", version = "1", api = 1 }
