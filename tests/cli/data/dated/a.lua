return indicator { code = "A", parent = "R", name = "A", inputs = { number { "b", "B" } },
  measure = input.b + param.k, measure_from = { ["2024"] = 3 * input.b } }
