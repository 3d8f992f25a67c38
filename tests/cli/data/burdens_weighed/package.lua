return package { name = "burdens", version = "1", api = 1, title = "Services less burdens",
    nodes = {
        { "live", "Liveable city" },
        { "S", "Services", parent = "live" },
        { "B", "Burdens", parent = "live", direction = "lower" },
        { "C", "Costs of living", parent = false, direction = "lower" },
    } }
