return indicator { code = "b", parent = "B", name = "b", inputs = { "x" }, measure = input.x,
    scale = { "minmax", mean = 3 } }
