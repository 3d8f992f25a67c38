return package { name = "revised", version = "1", api = 1, title = "What each edition asks for",
    nodes = { { "I", "Index" },
        { "A", "Group A", parent = "I", transform = function(x) return when(gt(input.g, 1), x, x / 2) end },
        { "B", "Group B", parent = "I", from = "2023" },
        { "C", "Group C", parent = "I", measure = score["c1"] * input.old / 10,
            measure_from = { ["2023"] = score["c1"] * input.new / 10 } } },
    weights_from = { ["2024"] = { A = 3, a1 = 2 } },
}
