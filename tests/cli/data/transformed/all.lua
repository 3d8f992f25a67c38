return {
  indicator { code = "a", parent = "R", name = "By domain", inputs = { number { "xa", "A" } }, measure = input.xa,
    scale = { "rank", to = { 0, 1 } },
    transform = function(x) return -23 * log(1 - x * (1 - exp(-100 / 23))) end },
  indicator { code = "b", parent = "R", name = "By another figure",
    inputs = { number { "xb", "B" }, number { "k", "K" } }, measure = input.xb,
    transform = function(x) return when(ge(input.k, 2), x * 2, log(x - 12.5)) end,
    tests = { { xb = 30, k = 2, score = 60 }, { xb = 13.5, k = 1, score = 0 } } },
}
