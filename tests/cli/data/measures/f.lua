return indicator { code = "f", parent = "A", name = "F",
    inputs = { count { "x", "X" } },
    measure = function(v) return v.x end,
    measure_from = {
        ["2024"] = { measure = function(v) return v.y + 1 end, inputs = { count { "y", "Y" } } },
        ["2023"] = function(v) return v.x + 1 end,
        ["2025"] = input.y * 2 + score["a1"],
    },
    tests = { { x = 3, score = 3, period = "2020" }, { x = 3, score = 4, period = "2023-06" }, { y = 7, period = "2024", score = 8 } },
}
