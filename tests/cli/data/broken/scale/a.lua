return indicator { code = "a", parent = "A", name = "a", inputs = { number { "x", "X" } },
    measure = input.x,
    scale = { "zscore", mean = 50,
        spread = 0 } }
