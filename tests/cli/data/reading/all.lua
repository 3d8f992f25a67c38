return { indicator { code = "A", parent = "R", name = "Shares", inputs = { number { "a", "Share" } }, measure = input.a },
    indicator { code = "B", parent = "R", name = "Rest", measure = 100 - score["A"] / 2 } }
