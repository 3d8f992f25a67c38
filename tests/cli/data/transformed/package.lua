return package {
  name = "transformed", version = "1", api = 1, title = "What becomes of scores",
  nodes = { { "R", "Root", transform = function(x) return 10 * sqrt(x) end } },
}
