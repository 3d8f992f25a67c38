return indicator { code = "A", parent = "I", name = "A", inputs = { number { "a" } }, measure = input.a }
