return package { name = "group-inputs", version = "1", api = 1, nodes = { { "R", "Root" }, { "G", "Group", parent = "R", measure = score["A"] + input.bonus }, { "T", "T", parent = "R" } } }
