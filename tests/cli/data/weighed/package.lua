return package {
  name = "weighed", version = "1", api = 1, title = "Weights from the data",
  weights = { Rb = 3 },
  nodes = { { "R", "Root", weigh = "critic" },
            { "M", "The least", parent = "R", scored = false, aggregate = "minimum", weigh = "pca" } },
}
