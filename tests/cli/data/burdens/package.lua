return package { name = "burdens", version = "1", api = 1, title = "Services less burdens",
    nodes = {
        { "live", "Liveable city" },
        { "S", "Services", parent = "live" },
        { "B", "Burdens", parent = "live", deducts = true, cap = 30 },
        { "X", "Prizes", parent = "live", adds = true, cap = 5 },
        { "C", "Costs of living", parent = false, direction = "lower" },
    } }
