return {
    indicator { code = "a", parent = "G", name = "A", about = "x",  inputs = { number { "n" } }, measure = input.n },
    indicator { code = "b", parent = "H", name = "A", about = "x", measure = input.n + score["a"] * 0,
        transform = function(x) return x + score["G"] end },
}
