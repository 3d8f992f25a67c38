return package {
  name = "editions", version = "1", api = 1, title = "A framework that was revised",
  nodes = { { "I", "Index" }, { "A", "Group A", parent = "I" }, { "B", "Group B", parent = "I", from = "2023" } },
  weights = { A = 1 },
  weights_from = { ["2024"] = { A = 3, a1 = 2 } },
}
