return indicator { code = "a", parent = "G", name = "A", about = "Made up.", inputs = { number { "x", "X" } },
  measure = function(v) return v.previous.x + v.x end, measure_from = { ["2022"] = function(v) return v.previous.x * 2 + v.x end } }
