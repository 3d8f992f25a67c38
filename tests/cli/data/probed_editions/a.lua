return { indicator { code = "a", parent = "I", name = "A", about = "It changes.", inputs = { count { "x", "X" } },
  measure = 100 - input.x,
  measure_from = { ["2020"] = function(v) if v.x == 0 then error("no zero") end return 10 / param.p end,
     ["2022"] = { inputs = { count { "y", "Y" } }, measure = input.y + param.p } },
  tests = { { y = 1, score = 3 } } },
 indicator { code = "b", parent = "I", name = "B", about = "It changes.", from = "2021", inputs = { count { "z", "Z" } },
   measure = max(100 - input.z, 0) * param.p + input.z, tests = { { z = 0, score = 100, value = 200, flags = "capped" } } }, }
