return package { name = "wrong_groups", version = "1", api = 1, nodes = { { "I", "Index" },
 { "G", "G", parent = "I", measure = points(has(input.m, "bb"), 10) + input.zz },
 { "H", "H", parent = "I", measure = when(eq(input.c, "nope"), 1, score["h"]) },
 { "J", "J", parent = "I", measure = percent(input.m, input.c) + score["hh"] + param.q, transform = function(x) return x + eq(input.c, "nix") + input.mm end },
 { "K", "K", parent = "I", transform = function(x) return x + eq(input.c, "nix") end },
 } }
