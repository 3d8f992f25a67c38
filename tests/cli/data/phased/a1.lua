return indicator { code = "a1", parent = "A", name = "A one", inputs = { "x" }, measure = input.x, scale = { "minmax", by = "region" } }
