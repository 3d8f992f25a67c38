return { indicator { code = "a", parent = "I", name = "A", about = "What it is.", inputs = { count { "x", "X" } }, measure = input.x + first_of(score["g"], 0),
  tests = { { x = 1, score = 1, scores = { g = 0 } }, { x = 1, score = 1, period = "2020" } } },
  indicator { code = "g", parent = "G", name = "Gg", about = "What it is.", inputs = { count { "y", "Y" } }, measure = input.y, tests = { { y = 1, score = 1, period = "2024" } } } }
