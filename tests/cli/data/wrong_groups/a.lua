return { indicator { code = "g", parent = "G", name = "A", about = "x", inputs = { choice { "m", "X", options = { "a", "b" }, many = true }, choice { "c", "C", options = { "u", "v" } } }, measure = points(has(input.m, "q"), 1) + points(eq(input.c, "uu"), 2) },
indicator { code = "h", parent = "H", name = "A", about = "x", inputs = { number { "n" } }, measure = input.n, transform = function(x) return x + eq(input.c, "nix") end },
indicator { code = "j", parent = "J", name = "A", about = "x", measure = input.n },
indicator { code = "k", parent = "K", name = "A", about = "x", measure = input.n },
 }
