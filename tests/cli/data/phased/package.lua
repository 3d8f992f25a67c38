return package { name = "g", version = "1", api = 1,
  nodes = { { "R", "Root" }, { "A", "Alpha", parent = "R", scale = { "zscore", mean = 60, spread = 20 } },
            { "B", "Beta", parent = "R", scale = "minmax", direction = "lower", weight = 3 } },
}
