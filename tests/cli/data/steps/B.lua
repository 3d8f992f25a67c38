return indicator { code = "B", parent = "I", name = "B", inputs = { number { "b" } }, measure = input.b + 0, direction = "lower",
  impute = "linear", treat = { "percentiles", 10, 90 }, scale = { "rank", ties = "mean", over = "all" } }
