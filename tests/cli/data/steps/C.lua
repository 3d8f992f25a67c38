return indicator { code = "C", parent = "I", name = "C", inputs = { number { "c" } }, measure = input.c + 0, 
  impute = { "latest", within = 2 }, scale = false }
