return package { name = "weighed_from", version = "1", api = 1, nodes = { { "I", "Index" }, { "G", "G", parent = "I", weigh = "critic" } },
  weights = { b = 2 }, weights_from = { ["2023"] = { a = 3,
      b = 4 } } }
