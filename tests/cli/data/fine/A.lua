return indicator { code = "A", parent = "index", name = "A",
    inputs = { number { "a", "Figure A", min = 0, max = 1000000, improve = { step = 0.001 } } }, measure = input.a }
