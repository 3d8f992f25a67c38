return indicator { code = "A", parent = "R", name = "Shares", inputs = { number { "a", "Share" } }, measure = input.a }
