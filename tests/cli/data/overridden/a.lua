return { indicator { code = "a", parent = "G", name = "A", about = "x", inputs = { number { "x" }, choice { "c", options = { "u", "v" } } }, measure = input.x,
  measure_from = { ["2023"] = input.x * 2 } },
 indicator { code = "b", parent = "G", name = "B", about = "x", inputs = { number { "y" } }, measure = input.y } }
