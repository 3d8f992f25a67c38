return indicator { code = "b1", parent = "B", name = "B one", inputs = { "y" }, measure = input.y }
