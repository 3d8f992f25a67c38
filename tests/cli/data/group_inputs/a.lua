return { indicator { code = "A", parent = "G", name = "A", inputs = { number { "a", "A figure" } }, measure = input.a },
 indicator { code = "B", parent = "T", name = "B", inputs = { number { "b", "B figure" }, "k" }, measure = input.b, transform = function(x) return x + input.k end } }
