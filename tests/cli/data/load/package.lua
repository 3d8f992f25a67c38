return package { name = "load", version = "1", api = 1, title = "Load of the city",
    nodes = {
        { "load", "Load", direction = "lower" },
        { "S", "Waste", parent = "load" },
        { "B", "Relief", parent = "load", deducts = true, cap = 30 },
        { "C", "Costs of living", parent = "load" },
    } }
