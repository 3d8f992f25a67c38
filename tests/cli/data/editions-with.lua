return package {
  weights_from = { ["2025"] = { A = 5 } },
  override = { a2 = { to = "2024" }, a3 = { measure_from = { ["2026"] = input.a3 * 2 } } },
}
