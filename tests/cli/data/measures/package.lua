return package { name = "p", version = "1", api = 1,
    nodes = { { "I", "Index" }, { "A", "Group A", parent = "I" },
        { "B", "Group B", parent = "I", measure = score["b1"] * 0.5, measure_from = { ["2024"] = score["b1"] + score["a1"] * 0.1 } } } }
