return package { name = "circle", version = "1", api = 1, nodes = { { "I", "Index" },
 { "G", "G", parent = "I", transform = function(x) return x + score["b"] end },
 { "H", "H", parent = "I" } } }
