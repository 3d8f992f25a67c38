return indicator { code = "a2", parent = "A", name = "A two", inputs = { "y" }, measure = input.y }
